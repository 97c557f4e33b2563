#include "core/field/withheld_value.h"

#include "base/bytes.h"
#include "core/json_mark.h"

void withheld_value_begin(struct withheld_value *value, char untold)
{
    *value = (struct withheld_value){.untold = untold};
}

bool withheld_value_told(const struct withheld_value *value)
{
    return value->told || value->may_name;
}

static void letters_take(struct withheld_value *value, const char *p, size_t n)
{
    for (size_t i = 0; i < n && value->word_n + i < WITHHELD_WORD; i++)
        value->word[value->word_n + i] = p[i];
    value->word_n += n;
}

static bool says_something(const struct withheld_value *value)
{
    return value->word_n > 0 && !(value->word_n == 1 && value->untold != '\0' && value->word[0] == value->untold);
}

/* ---- texts ---- */

static void text_end(struct withheld_value *value)
{
    value->quoted = false;
    value->may_name = says_something(value);
    value->word_n = 0;
}

/* Up to behind its end, or to a line break. */
static size_t text_read(struct withheld_value *value, const char *p, size_t i, size_t n)
{
    while (i < n) {
        size_t mark = value->escaped ? i : json_mark(p, i, n);

        letters_take(value, p + i, mark - i);
        i = mark;
        if (i == n || p[i] == '\n')
            break;
        if (!value->escaped && p[i] == '"') {
            text_end(value);
            return i + 1;
        }
        letters_take(value, p + i, 1);
        value->escaped = !value->escaped && p[i] == '\\';
        i++;
    }
    return i;
}

/* ---- what is no text ---- */

static void word_end(struct withheld_value *value)
{
    bool is_null = value->word_n == WITHHELD_WORD && memcmp(value->word, "null", WITHHELD_WORD) == 0;

    value->told = value->told || (says_something(value) && !is_null);
    value->word_n = 0;
    value->word_open = false;
}

static bool is_sign(char c)
{
    return ascii_space(c) || c == ',' || c == ':' || c == '"' || c == '{' || c == '}' || c == '[' || c == ']';
}

static void sign_take(struct withheld_value *value, char c)
{
    if (value->word_open)
        word_end(value);
    if (!ascii_space(c)) {
        value->told = value->told || (value->may_name && c != ':');
        value->may_name = false;
    }
    value->quoted = c == '"';
    value->escaped = false;
    if (c == '{' || c == '[')
        value->depth++;
    else if (c == '}' || c == ']')
        value->depth--;
}

/* Whether the value ends before this byte: a word or a number does. */
static bool ends_before(const struct withheld_value *value, char c)
{
    return value->begun && value->depth == 0 && value->word_open && is_sign(c);
}

static void byte_take(struct withheld_value *value, const char *p)
{
    if (is_sign(*p)) {
        sign_take(value, *p);
    } else {
        value->told = value->told || value->may_name;
        value->may_name = false;
        value->word_open = true;
        letters_take(value, p, 1);
    }
    value->begun = true;
}

enum withheld_end withheld_value_read(struct withheld_value *value, const char *p, size_t *i, size_t n, bool lines)
{
    while (*i < n) {
        if (value->quoted) {
            *i = text_read(value, p, *i, n);
            if (value->quoted)
                return *i < n ? WITHHELD_BROKEN : WITHHELD_GOES_ON;
        } else if (ends_before(value, p[*i])) {
            word_end(value);
            return WITHHELD_ENDS;
        } else if (lines && p[*i] == '\n') {
            return WITHHELD_BROKEN;
        } else {
            byte_take(value, &p[(*i)++]);
        }
        if (value->depth == 0 && !value->quoted && !value->word_open)
            return WITHHELD_ENDS;
    }
    return WITHHELD_GOES_ON;
}
