#include "core/ident/defang.h"

#include <string.h>

#include "base/annotate.h"
#include "base/buf.h"
#include "core/ident/html_entity.h"
#include "core/ident/utf8.h"

#define NO_PATH SIZE_MAX
#define WORD_MOST 8 /* bytes between brackets, the opening one included */

enum spelling { BRACKETS, EITHER };
enum where { ANYWHERE, HOST };

struct word {
    struct bytes text;
    struct bytes sign;
    enum spelling spelling;
    enum where where;
};

static const struct word words[] = {
#define DEFANG_WORD(text, sign, spelling, where) {{(text), sizeof(text) - 1}, {(sign), sizeof(sign) - 1}, spelling, where},
#include "core/ident/defang_word.def"
#undef DEFANG_WORD
};

/* The text is rebuilt sign by sign; each sign that may end a spelling looks back at what stands before it. A sign that comes out
 * of a spelling is looked at the same way, so nested spellings are undone in the same pass. */
struct defanger {
    struct buf out;
    enum defang_as as;
    size_t path_start; /* where the host ended, NO_PATH before; a spelling that is undone may take it back */
    bool skip_spaces;  /* a sign has come out of a spelling: "a [.] b" */
};

static bool in_path(const struct defanger *d)
{
    return d->path_start < d->out.n;
}

/* The slashes behind the scheme, or at the very start, do not end the host. */
static bool ends_host(const struct defanger *d, uint32_t c)
{
    struct bytes before = buf_bytes(&d->out);

    if (d->as != DEFANG_URL || (c != '/' && c != '\\'))
        return d->as == DEFANG_URL && (c == '?' || c == '#');
    while (before.n > 0 && (before.p[before.n - 1] == '/' || before.p[before.n - 1] == '\\'))
        before.n--;
    return before.n > 0 && before.p[before.n - 1] != ':';
}

static void drop_spaces(struct defanger *d)
{
    while (d->out.n > 0 && d->out.p[d->out.n - 1] == ' ')
        d->out.n--;
}

static void emit(struct defanger *d, uint32_t c)
{
    if (d->as == DEFANG_URL && !in_path(d) && (c == ':' || c == '/'))
        drop_spaces(d); /* "http : // example.com /" */
    if (!in_path(d))
        d->path_start = ends_host(d, c) ? d->out.n : NO_PATH;
    d->skip_spaces = false;
    utf8_put(&d->out, c);
}

/* The last bytes put, from the last `opening` among them; BYTES_NONE when it is not there. */
static struct bytes tail_from(const struct defanger *d, char opening, size_t most)
{
    struct bytes text = buf_bytes(&d->out);
    struct bytes last = bytes_from(text, text.n > most ? text.n - most : 0);
    const char *open = last.n == 0 ? NULL : memrchr(last.p, opening, last.n);

    return open == NULL ? BYTES_NONE : bytes_from(last, (size_t)(open - last.p));
}

static const struct word *find_word(const struct defanger *d, struct bytes text, enum spelling spelling)
{
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        const struct word *word = &words[i];
        bool fits = word->spelling >= spelling && !(in_path(d) && word->where == HOST) &&
                    !(*word->sign.p == '@' && d->as != DEFANG_EMAIL);

        if (fits && bytes_equal_fold(word->text, text))
            return word;
    }
    return NULL;
}

/* "[::]" is an address of its own, unless it parts one. */
static bool is_whole_address(const struct defanger *d, struct bytes tail, const struct word *word)
{
    return bytes_is(word->sign, "::") && (tail.n == d->out.n || !ascii_xdigit(d->out.p[d->out.n - tail.n - 1]));
}

/* Spaces around a spelling go with it. */
static bool undo_word(struct defanger *d, char opening, enum spelling spelling)
{
    struct bytes tail = tail_from(d, opening, WORD_MOST);
    const struct word *word = tail.n < 2 ? NULL : find_word(d, bytes_trim(bytes_from(tail, 1)), spelling);

    if (word == NULL || (spelling == EITHER && tail.n == d->out.n) || is_whole_address(d, tail, word))
        return false;
    d->out.n -= tail.n;
    if (!in_path(d))
        drop_spaces(d);
    for (size_t i = 0; i < word->sign.n; i++)
        emit(d, (unsigned char)word->sign.p[i]);
    d->skip_spaces = !in_path(d);
    return true;
}

/* A ';' has come: takes the reference that it ends away and gives its sign. */
static bool undo_entity(struct defanger *d, uint32_t *ret)
{
    struct bytes tail = tail_from(d, '&', HTML_ENTITY_MOST);
    uint32_t code_point;

    if (tail.n == 0 || !html_entity_read(bytes_from(tail, 1), &code_point))
        return false;
    *ret = code_point;
    d->out.n -= tail.n;
    return true;
}

/* A joiner between letters of scripts that need it is part of the name. */
static bool is_unseen(const struct defanger *d, uint32_t c)
{
    bool joins = (c == 0x200C || c == 0x200D) && d->out.n > 0 && (unsigned char)d->out.p[d->out.n - 1] >= 0x80;

    return utf8_invisible(c) && !joins;
}

/* No host begins with a space: "http:// example.com". */
static bool stands_after_slash(const struct defanger *d)
{
    return d->as == DEFANG_URL && !in_path(d) && d->out.n > 0 && d->out.p[d->out.n - 1] == '/';
}

static bool undo_spelling(struct defanger *d, uint32_t c)
{
    switch (c) {
    case ']':
        return undo_word(d, '[', BRACKETS);
    case ')':
        return undo_word(d, '(', BRACKETS);
    case '}':
        return undo_word(d, '{', BRACKETS);
    case '>':
        return undo_word(d, '<', BRACKETS);
    case ' ':
        return d->skip_spaces || stands_after_slash(d) || undo_word(d, ' ', EITHER);
    default:
        return false;
    }
}

static void put_code_point(struct defanger *d, uint32_t c)
{
    while (c == ';' && undo_entity(d, &c))
        ;
    if (is_unseen(d, c) || (d->as == DEFANG_URL && (c == '\t' || c == '\n' || c == '\r')))
        return; /* browsers pass over tabs and line ends in a URL */
    if (!in_path(d))
        c = utf8_narrow(c);
    if (!undo_spelling(d, c))
        emit(d, c);
}

/* hxxp, h**p, htxps and their like: an h, two signs of "tx*", a p. */
static struct bytes plain_scheme(struct arena *arena, struct bytes text)
{
    struct bytes rest;
    bool secure;

    if (text.n < 5 || ascii_lower(text.p[0]) != 'h' || ascii_lower(text.p[3]) != 'p' || memchr("tTxX*", text.p[1], 5) == NULL ||
        memchr("tTxX*", text.p[2], 5) == NULL)
        return text;
    if (bytes_equal_fold(bytes_slice(text, 0, 4), BYTES("http")) && text.p[4] != ' ')
        return text;
    secure = ascii_lower(text.p[4]) == 's';
    rest = bytes_from(text, secure ? 5 : 4);
    while (rest.n > 0 && *rest.p == ' ')
        rest = bytes_from(rest, 1);
    if (rest.n == 0 || *rest.p != ':')
        return text;
    return bytes_printf(arena, "http%s%.*s", secure ? "s" : "", (int)rest.n, rest.p);
}

/* "http%3A%2F%2Fexample.com": the colon of the scheme itself is an escape. */
static struct bytes without_outer_escapes(struct arena *arena, struct bytes text)
{
    size_t at;
    bool escaped = bytes_find(text, '%', &at) && at >= 4 && at <= 6 && bytes_equal_fold(bytes_slice(text, at, 3), BYTES("%3a"));

    for (size_t i = 0; escaped && i < at; i++)
        escaped = ascii_alpha(text.p[i]);
    return escaped ? utf8_unescape(arena, text) : text;
}

/* Nothing in the text can open a spelling. */
static bool is_plain(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80 || memchr("])}>; \t\r\n", text.p[i], 9) != NULL)
            return false;
    return true;
}

struct bytes defang(struct arena *arena, struct bytes text, enum defang_as as)
{
    struct defanger d = {.as = as, .path_start = NO_PATH};

    if (as == DEFANG_URL)
        text = without_outer_escapes(arena, text);
    if (utf8_check(text) < text.n || (text.n > 0 && memchr(text.p, '\0', text.n) != NULL))
        return text; /* out of the escapes; the parser refuses it */
    if (!is_plain(text)) {
        uint32_t c;

        buf_init(&d.out, arena);
        for (size_t n; (n = utf8_next(text, &c)) > 0; text = bytes_from(text, n))
            put_code_point(&d, c);
        text = bytes_trim(buf_bytes(&d.out));
    }
    return as == DEFANG_URL ? plain_scheme(arena, text) : text;
}
