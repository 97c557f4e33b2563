#include "core/ident/descriptor.h"

#include <string.h>

#include "core/ident/data.h"
#include "core/ident/name.h"
#include "core/ident/parse.h"

#define TEXT_MOST 256        /* bytes; a statement carries 22 to 40 */
#define PHONE_DIGITS_LEAST 7 /* fewer are a store number */
#define PREFIXES_MOST 2      /* "PAYPAL *SQ *SHOP" */
#define CUT_LABEL_LEAST 2    /* letters or digits before the dot: "S.R.L" is no name */
#define WWW "www."

/* Characters after which schemes cut the name of a merchant: DE 43 of ISO 8583 as Mastercard and Visa fill it. */
static const size_t cuts[] = {22, 25};

/* ---- canonical form ---- */

static struct bytes single_spaced(struct arena *arena, struct bytes text)
{
    struct buf out;

    buf_init(&out, arena);
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_space(text.p[i]))
            buf_putc(&out, text.p[i]);
        else if (out.n > 0 && out.p[out.n - 1] != ' ')
            buf_putc(&out, ' ');
    return bytes_trim(buf_bytes(&out));
}

enum reason descriptor_parse(const struct ident_data *data, struct arena *arena, struct bytes text,
                             UNUSED const struct ident_context *context, struct ident *ret)
{
    if (text.n > TEXT_MOST)
        return REASON_too_long;
    text = bytes_upper(arena, single_spaced(arena, name_case_folded(data, arena, text)));
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7F)
            return REASON_bad_character;
    if (text.n == 0)
        return REASON_empty;
    ret->value = text;
    return REASON_ok;
}

/* ---- parts ---- */

/* "PAYPAL *", "PAYPAL*" and "PayPal  *" are one prefix. */
static struct bytes cut_prefix(const struct ident_data *data, struct arena *arena, struct bytes *text)
{
    const struct bytes *processor;
    size_t star;

    if (!bytes_find(*text, '*', &star))
        return BYTES_NONE;
    processor = map_find(&data->descriptor_prefixes, bytes_lower(arena, bytes_trim(bytes_slice(*text, 0, star))));
    if (processor == NULL)
        return BYTES_NONE;
    *text = bytes_trim(bytes_from(*text, star + 1));
    return *processor;
}

static void put_found(struct arena *arena, struct ident_list *list, const struct ident_found *found)
{
    size_t size = sizeof(*found);

    list->items = arena_grow(arena, list->items, list->count * size, (list->count + 1) * size);
    list->items[list->count++] = *found;
}

static void blank(char *text, size_t offset, size_t n)
{
    memset(text + offset, ' ', n);
}

/* The text of a descriptor while things are taken out of it. */
struct statement {
    char *text;
    size_t n;
    size_t before; /* characters that stood before it: the prefix */
};

/* What ends there may have gone on: "SHOP.CO" may be the beginning of "SHOP.COM". */
static bool ends_at_cut(const struct statement *s, size_t end)
{
    for (size_t i = 0; i < COUNT_OF(cuts); i++)
        if (s->before + end == cuts[i])
            return true;
    return false;
}

/* Of a name that may be cut, the words are kept; its last label, which is not whole, and "www." go. */
static void blank_cut_name(struct statement *s, size_t offset, size_t n)
{
    struct bytes name = {s->text + offset, n};
    const char *at = memchr(name.p, '@', name.n), *dot = memrchr(name.p, '.', name.n);

    blank(s->text, (size_t)(dot - s->text), offset + n - (size_t)(dot - s->text));
    if (at != NULL)
        blank(s->text, offset, (size_t)(at - name.p) + 1);
    if (n > strlen(WWW) && bytes_equal_fold(bytes_slice(name, 0, strlen(WWW)), BYTES(WWW)))
        blank(s->text, offset, strlen(WWW));
}

static bool may_be_cut(const struct statement *s, const struct ident_found *found)
{
    return found->ident.kind != IDENT_phone && found->ident.kind != IDENT_ip && ends_at_cut(s, found->offset + found->n) &&
           memchr(s->text + found->offset, '/', found->n) == NULL && memchr(s->text + found->offset, '.', found->n) != NULL;
}

/* "BRIGHTSTAR.EXA": no domain ends so, but one may have begun so. */
static void take_cut_name(struct statement *s)
{
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        size_t end = cuts[i] - s->before, start, dot;

        if (cuts[i] <= s->before || end > s->n || (end < s->n && s->text[end] != ' '))
            continue;
        for (dot = end; dot > 0 && ascii_alpha(s->text[dot - 1]); dot--)
            ;
        for (start = dot; start > 0 && (ascii_alnum(s->text[start - 1]) || strchr("-.@", s->text[start - 1]) != NULL); start--)
            ;
        if (dot < start + CUT_LABEL_LEAST + 1 || s->text[dot - 1] != '.' || !ascii_alnum(s->text[dot - 2]) ||
            !ascii_alnum(s->text[dot - 3]))
            continue;
        blank_cut_name(s, start, end - start);
    }
}

/* E-mail addresses, and what names a site; of a URL or host its site is kept. */
static void take_addresses(const struct ident_data *data, struct arena *arena, struct statement *s, struct ident_list *ret)
{
    struct ident_list list;

    ident_extract(data, arena, bytes_copy(arena, (struct bytes){s->text, s->n}), &list);
    for (size_t i = 0; i < list.count; i++) {
        struct ident_found found = list.items[i];
        bool site = found.ident.kind == IDENT_url || found.ident.kind == IDENT_host, cut = may_be_cut(s, &found);

        if (site && ident_parse(data, arena, IDENT_site, found.ident.value, NULL, &found.ident) != REASON_ok)
            continue;
        if (!site && found.ident.kind != IDENT_email && found.ident.kind != IDENT_phone)
            continue;
        if (cut)
            found.ident.doubt = REASON_domain_cut;
        put_found(arena, ret, &found);
        if (cut)
            blank_cut_name(s, found.offset, found.n);
        else
            blank(s->text, found.offset, found.n);
    }
}

static bool in_phone(char c)
{
    return ascii_digit(c) || c == '-' || c == '.' || c == '(' || c == ')' || c == '/' || c == '+' || c == ' ';
}

static size_t count_digits(struct bytes text)
{
    size_t digits = 0;

    for (size_t i = 0; i < text.n; i++)
        digits += ascii_digit(text.p[i]);
    return digits;
}

/* A plus sign parts the number from the word before it. */
static bool is_inside_word(const char *text, size_t n, struct bytes run)
{
    return (run.p > text && *run.p != '+' && ascii_alpha(run.p[-1])) || (run.p + run.n < text + n && ascii_alpha(run.p[run.n]));
}

/* Long runs of digits are a phone number when the country's plan, or the plus sign, says so. */
static void take_phones(const struct ident_data *data, struct arena *arena, const struct statement *s,
                        const struct ident_context *context, struct ident_list *ret)
{
    char *text = s->text;
    size_t n = s->n;

    for (size_t i = 0, end; i < n; i = end + 1) {
        struct ident_found found = {0};
        struct bytes run;

        for (end = i; end < n && in_phone(text[end]); end++)
            ;
        run = bytes_trim((struct bytes){text + i, end - i});
        if (count_digits(run) < PHONE_DIGITS_LEAST || is_inside_word(text, n, run))
            continue;
        if (ident_parse(data, arena, IDENT_phone, bytes_copy(arena, run), context, &found.ident) != REASON_ok ||
            found.ident.doubt != REASON_ok)
            continue;
        found.offset = (size_t)(run.p - text);
        found.n = run.n;
        put_found(arena, ret, &found);
        blank(text, found.offset, found.n);
    }
}

/* "#0042", "STORE12", "T-1234": a word with digits, at the end, is a number of a shop or of a sale. */
static bool is_store_number(struct bytes word)
{
    return count_digits(word) * 2 >= word.n;
}

static bool is_country(struct bytes word, const struct ident_context *context)
{
    return bytes_equal_fold(word, context->country) && word.n > 0;
}

static bool is_place(const struct ident_data *data, struct arena *arena, const struct bytes *words, size_t count)
{
    struct buf name;

    buf_init(&name, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(&name, ' ');
        buf_put(&name, words[i]);
    }
    return map_find(&data->places, buf_bytes(&name)) != NULL;
}

/* Words off the end that are place, country or number; at least one word stays. */
static void drop_suffixes(const struct ident_data *data, struct arena *arena, struct token_list *words,
                          const struct ident_context *context)
{
    size_t before;

    do {
        before = words->count;
        for (size_t n = 3; n > 0; n--)
            if (words->count > n && is_place(data, arena, words->items + words->count - n, n)) {
                words->count -= n;
                break;
            }
        if (words->count > 1 &&
            (is_store_number(words->items[words->count - 1]) || is_country(words->items[words->count - 1], context)))
            words->count--;
    } while (words->count < before);
}

static struct bytes rest_as_name(const struct ident_data *data, struct arena *arena, struct bytes text,
                                 const struct ident_context *context)
{
    struct token_list words;
    struct buf out;

    name_words(data, arena, text, &words);
    drop_suffixes(data, arena, &words, context);
    name_drop_forms(data, arena, &words); /* "STAR LTD BERLIN" */
    buf_init(&out, arena);
    for (size_t i = 0; i < words.count; i++) {
        if (i > 0)
            buf_putc(&out, ' ');
        buf_put(&out, words.items[i]);
    }
    return buf_bytes(&out);
}

void ident_descriptor_parts(const struct ident_data *data, struct arena *arena, struct bytes descriptor,
                            const struct ident_context *context, struct descriptor_parts *ret)
{
    static const struct ident_context nothing_known;
    struct descriptor_parts parts = {0};
    struct bytes whole = bytes_slice(bytes_trim(descriptor), 0, TEXT_MOST), rest = whole;
    struct statement s;

    if (context == NULL)
        context = &nothing_known;
    for (int i = 0; i < PREFIXES_MOST; i++) {
        struct bytes processor = cut_prefix(data, arena, &rest);

        if (processor.n > 0)
            parts.processor = processor;
    }
    s = (struct statement){bytes_cstr(arena, rest), rest.n, (size_t)(rest.p - whole.p)};
    take_addresses(data, arena, &s, &parts.idents);
    take_cut_name(&s);
    take_phones(data, arena, &s, context, &parts.idents);
    parts.name = rest_as_name(data, arena, (struct bytes){s.text, s.n}, context);
    *ret = parts;
}

/* ---- data files ---- */

enum reason descriptor_prefix_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct bytes prefix = data_cell(&line), *processor = arena_new_of(data->arena, struct bytes);

    *processor = data_cell(&line);
    if (prefix.n == 0 || processor->n == 0)
        return REASON_structure;
    *map_put(&data->descriptor_prefixes, bytes_lower(data->arena, prefix)) = processor;
    return REASON_ok;
}

enum reason descriptor_place_read(struct ident_data *data, struct bytes line, UNUSED int unused)
{
    struct bytes place = data_cell(&line);

    if (place.n == 0)
        return REASON_structure;
    *map_put(&data->places, name_fold(data, data->arena, place)) = data;
    return REASON_ok;
}
