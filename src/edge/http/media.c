#include "edge/http/media.h"

#include <string.h>

#include "base/number.h"

#define QUALITY_DIGITS 3 /* RFC 9110 section 12.4.2 */
#define QUALITY_BEST 1000

/* RFC 9110 section 5.6.2 */
static bool is_token_char(int c)
{
    return ascii_alnum(c) || (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static bool is_token(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!is_token_char((unsigned char)text.p[i]))
            return false;
    return text.n > 0;
}

/* Cuts a part that ends at a separator outside of quotes; false when nothing is left. */
static bool next_unquoted(struct bytes *rest, char separator, struct bytes *ret_part)
{
    bool quoted = false;

    if (rest->p == NULL)
        return false;
    for (size_t i = 0; i < rest->n; i++) {
        char c = rest->p[i];

        if (quoted && c == '\\')
            i++;
        else if (c == '"')
            quoted = !quoted;
        else if (c == separator && !quoted) {
            *ret_part = bytes_trim(bytes_slice(*rest, 0, i));
            *rest = bytes_from(*rest, i + 1);
            return true;
        }
    }
    *ret_part = bytes_trim(*rest);
    *rest = BYTES_NONE;
    return true;
}

/* A quoted string without its quotes and escapes; false unless it is one quoted string and nothing more. */
static bool unquote(struct arena *arena, struct bytes text, struct bytes *ret)
{
    char *out = arena_alloc(arena, text.n + 1);
    size_t n = 0, i = 1;

    if (text.n < 2 || text.p[0] != '"')
        return false;
    for (; i < text.n && text.p[i] != '"'; i++) {
        if (text.p[i] == '\\' && ++i >= text.n)
            return false;
        out[n++] = text.p[i];
    }
    *ret = (struct bytes){out, n};
    return i + 1 == text.n;
}

static bool parameter_parse(struct arena *arena, struct bytes text, struct bytes *ret_name, struct bytes *ret_value)
{
    struct bytes name, value = text;

    if (!bytes_next_part(&value, '=', &name) || !is_token(name) || value.p == NULL)
        return false;
    if (!is_token(value) && !unquote(arena, value, &value))
        return false;
    *ret_name = name;
    *ret_value = value;
    return true;
}

static bool type_parse(struct arena *arena, struct bytes text, struct bytes *ret)
{
    struct bytes subtype = text, type;

    if (!bytes_next_part(&subtype, '/', &type) || !is_token(type) || !is_token(subtype))
        return false;
    *ret = bytes_lower(arena, text);
    return true;
}

bool media_parse(struct arena *arena, struct bytes text, struct media *ret)
{
    struct media media = {0};
    struct bytes part, name, value;

    if (!next_unquoted(&text, ';', &part) || !type_parse(arena, part, &media.type))
        return false;
    while (next_unquoted(&text, ';', &part)) {
        if (part.n == 0)
            continue;
        if (!parameter_parse(arena, part, &name, &value))
            return false;
        if (bytes_equal_fold(name, BYTES("charset")))
            media.charset = bytes_lower(arena, value);
        if (bytes_equal_fold(name, BYTES("boundary")))
            media.boundary = value;
    }
    *ret = media;
    return true;
}

/* ---- Accept ---- */

struct range {
    struct bytes type; /* with a star for what is open */
    int64_t quality;
};

static bool range_parse(struct arena *arena, struct bytes text, struct range *ret)
{
    struct range range = {.quality = QUALITY_BEST};
    struct bytes part, name, value;

    if (!next_unquoted(&text, ';', &part) || !type_parse(arena, part, &range.type))
        return false;
    while (next_unquoted(&text, ';', &part))
        if (parameter_parse(arena, part, &name, &value) && bytes_equal_fold(name, BYTES("q")) &&
            (!parse_decimal(value, QUALITY_DIGITS, &range.quality) || range.quality < 0 || range.quality > QUALITY_BEST))
            return false;
    *ret = range;
    return true;
}

/* How closely a range names a type: 0 not at all, then by all, by its first half, in full. */
static int range_match(struct bytes range, struct bytes type)
{
    size_t slash;

    if (bytes_equal(range, type))
        return 3;
    if (bytes_is(range, "*/*"))
        return 1;
    return bytes_end(range, BYTES("/*")) && bytes_find(type, '/', &slash) && bytes_start(range, bytes_slice(type, 0, slash + 1))
               ? 2
               : 0;
}

static int64_t quality_of(struct arena *arena, struct bytes accept, struct bytes type)
{
    struct bytes part;
    struct range range;
    int best = 0;
    int64_t quality = 0;

    while (next_unquoted(&accept, ',', &part)) {
        if (!range_parse(arena, part, &range))
            continue;
        int match = range_match(range.type, type);

        if (match > best) {
            best = match;
            quality = range.quality;
        }
    }
    return quality;
}

int accept_choose(struct arena *arena, struct bytes accept, const char *const *types, size_t count)
{
    int chosen = -1;
    int64_t best = 0;

    if (bytes_trim(accept).n == 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        int64_t quality = quality_of(arena, accept, bytes_of(types[i]));

        if (quality > best) {
            best = quality;
            chosen = (int)i;
        }
    }
    return chosen;
}

/* ---- structured fields ---- */

static bool is_key_char(int c)
{
    return is_token_char(c) || c == ':' || c == '/' || c == '=' || c == '@';
}

bool item_parse(struct arena *arena, struct bytes text, size_t most, struct bytes *ret)
{
    struct bytes value = bytes_trim(text);

    if (value.n > 0 && value.p[0] == '"') {
        if (!unquote(arena, value, &value))
            return false;
        for (size_t i = 0; i < value.n; i++)
            if (value.p[i] < ' ' || value.p[i] > '~')
                return false;
    } else {
        for (size_t i = 0; i < value.n; i++)
            if (!is_key_char((unsigned char)value.p[i]))
                return false;
    }
    if (value.n == 0 || value.n > most)
        return false;
    *ret = value;
    return true;
}
