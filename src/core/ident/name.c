#include "core/ident/name.h"

#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>

#include "core/ident/data.h"
#include "core/ident/parse.h"
#include "core/ident/utf8.h"

#define NAME_MOST 1024    /* bytes; longer than any registered name */
#define TIDY_MOST 16      /* rounds; real names need two */
#define FIRST_WORDS 8     /* room; doubles */
#define FORM_WORDS_MOST 8 /* "gesellschaft mit beschraenkter haftung" has four */

struct legal_form {
    struct bytes text;
    struct bytes countries;
    bool may_open; /* also stands before the name: "SIA Example" */
};

static bool is_ascii(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80)
            return false;
    return true;
}

/* The text in one of the normal forms of Unicode. */
static struct bytes normalized(const UNormalizer2 *form, struct arena *arena, struct bytes text)
{
    int32_t room = (int32_t)text.n + 1, n = 0, utf8_n = 0;
    UErrorCode error = U_ZERO_ERROR;
    UChar *in = arena_array(arena, UChar, (size_t)room), *out;
    char *utf8;

    u_strFromUTF8(in, room, &n, text.p, (int32_t)text.n, &error);
    room = n * 18 + 16; /* the longest decomposition of NFKC: one code point to 18 */
    out = arena_array(arena, UChar, (size_t)room);
    n = unorm2_normalize(form, in, n, out, room, &error);
    utf8 = arena_alloc(arena, (size_t)n * 3 + 1);
    u_strToUTF8(utf8, n * 3 + 1, &utf8_n, out, n, &error);
    return U_FAILURE(error) ? BYTES_NONE : (struct bytes){utf8, (size_t)utf8_n};
}

struct bytes name_composed(const struct ident_data *data, struct arena *arena, struct bytes text)
{
    return is_ascii(text) ? text : normalized(data->compose, arena, text);
}

struct bytes name_case_folded(const struct ident_data *data, struct arena *arena, struct bytes text)
{
    return is_ascii(text) ? bytes_lower(arena, text) : normalized(data->casefold, arena, text);
}

/* Letters that letters.csv spells in Latin; combining marks that are left go. */
static struct bytes spelled(const struct ident_data *data, struct arena *arena, struct bytes text, bool drop_marks)
{
    struct buf out;
    uint32_t c;

    buf_init(&out, arena);
    for (size_t n; (n = utf8_next(text, &c)) > 0; text = bytes_from(text, n)) {
        const struct bytes *latin = c < 0x80 ? NULL : map_find(&data->letters, bytes_slice(text, 0, n));

        if (latin != NULL)
            buf_put(&out, *latin);
        else if (!drop_marks || c < 0x300 || u_charType((UChar32)c) != U_NON_SPACING_MARK)
            buf_put(&out, bytes_slice(text, 0, n));
    }
    return buf_bytes(&out);
}

struct bytes name_fold(const struct ident_data *data, struct arena *arena, struct bytes text)
{
    if (is_ascii(text))
        return bytes_lower(arena, text);
    text = normalized(data->casefold, arena, text);
    text = spelled(data, arena, text, false);
    text = normalized(data->decompose, arena, text);
    return spelled(data, arena, text, true);
}

/* Not ASCII: what Unicode calls a letter, a mark or a digit. */
static bool is_word_char(uint32_t c)
{
    return c < 0x80 ? ascii_alnum((int)c) : (U_GET_GC_MASK((UChar32)c) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) != 0;
}

struct bytes name_letters(const struct ident_data *data, struct arena *arena, struct bytes text)
{
    struct bytes folded = name_fold(data, arena, text);
    struct buf out;
    uint32_t c;

    buf_init(&out, arena);
    for (size_t n; (n = utf8_next(folded, &c)) > 0; folded = bytes_from(folded, n))
        if (is_word_char(c))
            buf_put(&out, bytes_slice(folded, 0, n));
    return buf_bytes(&out);
}

/* ---- words ---- */

static void put_word(struct arena *arena, struct token_list *list, struct bytes word)
{
    size_t size = sizeof(*list->items), count = list->count;

    if (count == 0 || (count >= FIRST_WORDS && (count & (count - 1)) == 0))
        list->items = arena_grow(arena, list->items, count * size, (count == 0 ? FIRST_WORDS : count * 2) * size);
    list->items[list->count++] = word;
}

static bool is_one_letter(struct bytes word)
{
    uint32_t c;

    return word.n > 0 && utf8_next(word, &c) == word.n && !(c < 0x80 && ascii_digit((int)c));
}

/* Initials with stops are one word: "s.a.r.l." is "sarl". Others end at whatever is no letter; apostrophes pass. */
static void split_words(struct arena *arena, struct bytes folded, struct token_list *ret)
{
    struct buf word;
    bool initials = false; /* the word so far is initials, a stop has just come */
    size_t letters = 0;    /* since the last stop */
    uint32_t c;

    buf_init(&word, arena);
    for (size_t n; (n = utf8_next(folded, &c)) > 0; folded = bytes_from(folded, n)) {
        if (c == '\'' || c == 0x2019 || c == '`')
            continue;
        if (is_word_char(c)) {
            letters++;
            buf_put(&word, bytes_slice(folded, 0, n));
            continue;
        }
        initials = c == '.' && letters == 1;
        letters = 0;
        if (initials)
            continue;
        if (word.n > 0)
            put_word(arena, ret, bytes_copy(arena, buf_bytes(&word)));
        buf_clear(&word);
    }
    if (word.n > 0)
        put_word(arena, ret, bytes_copy(arena, buf_bytes(&word)));
}

static struct bytes joined(struct arena *arena, const struct bytes *words, size_t count, const char *between)
{
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_puts(&out, between);
        buf_put(&out, words[i]);
    }
    return buf_bytes(&out);
}

/* Words of the longest legal form at the end or the start of the list; 0 when there is none. */
static size_t form_length(const struct ident_data *data, struct arena *arena, const struct token_list *list, bool at_end)
{
    size_t most = list->count < FORM_WORDS_MOST ? list->count : FORM_WORDS_MOST;

    for (size_t n = most; n > 0; n--) {
        const struct bytes *first = at_end ? list->items + list->count - n : list->items;

        const struct legal_form *form = map_find(&data->legal_forms, joined(arena, first, n, " "));

        if (form != NULL && (at_end || form->may_open))
            return n;
    }
    return 0;
}

void name_drop_forms(const struct ident_data *data, struct arena *arena, struct token_list *list)
{
    struct token_list kept = *list;
    size_t n;

    while ((n = form_length(data, arena, &kept, true)) > 0)
        kept.count -= n;
    while ((n = form_length(data, arena, &kept, false)) > 0) {
        kept.items += n;
        kept.count -= n;
    }
    if (kept.count > 0)
        *list = kept;
}

void name_words(const struct ident_data *data, struct arena *arena, struct bytes text, struct token_list *ret)
{
    struct token_list list = {0};

    split_words(arena, name_fold(data, arena, text), &list);
    name_drop_forms(data, arena, &list);
    *ret = list;
}

static int by_bytes(const void *a, const void *b)
{
    return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

void ident_name_tokens(const struct ident_data *data, struct arena *arena, struct bytes name, struct token_list *ret)
{
    struct token_list words, kept = {0};

    name_words(data, arena, name, &words);
    kept.items = words.items;
    for (size_t i = 0; i < words.count; i++)
        if (!is_one_letter(words.items[i]))
            kept.items[kept.count++] = words.items[i];
    if (kept.count > 0)
        qsort(kept.items, kept.count, sizeof(*kept.items), by_bytes);
    *ret = (struct token_list){kept.items, 0};
    for (size_t i = 0; i < kept.count; i++)
        if (ret->count == 0 || !bytes_equal(kept.items[i], ret->items[ret->count - 1]))
            ret->items[ret->count++] = kept.items[i];
}

struct bytes ident_name_squashed(const struct ident_data *data, struct arena *arena, struct bytes name)
{
    struct token_list words;

    name_words(data, arena, name, &words);
    return joined(arena, words.items, words.count, "");
}

/* ---- data files ---- */

enum reason letter_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct bytes letter = data_cell(&line), *latin = arena_new_of(data->arena, struct bytes);
    uint32_t c;

    *latin = data_cell(&line);
    if (letter.n == 0 || utf8_next(letter, &c) != letter.n || c < 0x80)
        return REASON_bad_character;
    *map_put(&data->letters, letter) = latin;
    return REASON_ok;
}

enum reason legal_form_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct token_list words = {0};
    struct legal_form *form = arena_new_of(data->arena, struct legal_form);

    form->text = data_cell(&line);
    form->countries = data_cell(&line);
    form->may_open = bytes_is(data_cell(&line), "both");
    split_words(data->arena, name_fold(data, data->arena, form->text), &words);
    if (words.count == 0 || words.count > FORM_WORDS_MOST)
        return REASON_structure;
    *map_put(&data->legal_forms, joined(data->arena, words.items, words.count, " ")) = form;
    return REASON_ok;
}

/* ---- canonical form ---- */

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || c == '`';
}

/* Quotes and the stops of abbreviations go, commas become spaces, spaces become one. */
static struct bytes tidy(struct arena *arena, struct bytes text)
{
    struct buf out;
    uint32_t c;

    buf_init(&out, arena);
    for (size_t n; (n = utf8_next(text, &c)) > 0; text = bytes_from(text, n)) {
        bool inner = text.n > n && text.p[n] != ' ' && out.n > 0 && out.p[out.n - 1] != ' ';
        bool space = c == ' ' || c == ',' || u_isUWhiteSpace((UChar32)c);

        if (is_quote(c) || (c == '.' && !inner))
            continue;
        if (space && (out.n == 0 || out.p[out.n - 1] == ' '))
            continue;
        if (space)
            buf_putc(&out, ' ');
        else
            buf_put(&out, bytes_slice(text, 0, n));
    }
    return bytes_trim(buf_bytes(&out));
}

/* What tidying takes away may bring letters and marks together, or stops and spaces: until nothing changes. */
static enum reason fold_and_tidy(const struct ident_data *data, struct arena *arena, struct bytes text, struct bytes *ret)
{
    struct bytes before;
    int rounds = 0;

    do {
        before = text;
        text = tidy(arena, name_case_folded(data, arena, text));
        if (++rounds > TIDY_MOST)
            return REASON_bad_character;
    } while (!bytes_equal(before, text));
    *ret = text;
    return REASON_ok;
}

static enum reason read_name(const struct ident_data *data, struct arena *arena, struct bytes text, struct ident *ret)
{
    enum reason reason;

    if (text.n > NAME_MOST)
        return REASON_too_long;
    reason = fold_and_tidy(data, arena, text, &text);
    if (reason != REASON_ok)
        return reason;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7F)
            return REASON_bad_character;
    if (text.n == 0)
        return REASON_empty;
    ret->value = text;
    return REASON_ok;
}

enum reason company_name_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                               UNUSED const struct ident_context *context, struct ident *ret)
{
    return read_name(data, arena, text, ret);
}

/* "Surname, Given" is turned round. */
enum reason person_name_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                              UNUSED const struct ident_context *context, struct ident *ret)
{
    size_t comma;

    if (bytes_find(text, ',', &comma)) {
        struct bytes last = bytes_trim(bytes_slice(text, 0, comma)), first = bytes_trim(bytes_from(text, comma + 1));

        if (last.n > 0 && first.n > 0 && !bytes_find(first, ',', &comma))
            text = bytes_printf(arena, "%.*s %.*s", (int)first.n, first.p, (int)last.n, last.p);
    }
    return read_name(data, arena, text, ret);
}
