#include "core/field/broken_rest.h"

#include "base/bytes.h"

void broken_rest_begin(struct broken_rest *rest, bool to_line, bool withheld)
{
    struct buf text = rest->text;

    *rest = (struct broken_rest){.text = text, .to_line = to_line, .withheld = withheld};
    buf_clear(&rest->text);
}

/* ---- names ---- */

static bool joins_words(char c)
{
    return ascii_alnum(c) || c == '_' || c == '-' || c == ' ' || c == '.' || c == '/' || (unsigned char)c >= 0x80;
}

static bool word_read(struct broken_rest *rest, const struct forbidden_names *names, char c)
{
    if (!rest->in_word && ascii_alnum(c)) {
        rest->word = (struct name_reading){0};
        name_part_begin(&rest->word);
        rest->in_word = true;
    }
    if (rest->in_word)
        name_read(names, &rest->word, c);
    if (c != ' ')
        rest->may_name = false;
    return rest->in_word && rest->word.found != FORBIDDEN_NOT;
}

/* Whole names are words that any text may hold: they count before a colon only. */
static bool looks_forbidden(struct broken_rest *rest, const struct forbidden_names *names, char c)
{
    if (c == 'u' && rest->last == '\\') /* an escape may spell anything */
        return true;
    if (joins_words(c))
        return word_read(rest, names, c);
    if (rest->in_word)
        rest->may_name = name_whole(names, &rest->word) != FORBIDDEN_NOT;
    rest->in_word = false;
    if ((c == ':' || c == '=') && rest->may_name)
        return true;
    rest->may_name = rest->may_name && (c == '"' || c == '\'' || c == '\t');
    return false;
}

/* ---- framing ---- */

static void brackets_follow(struct broken_rest *rest, char c)
{
    bool escaped = rest->quoted && rest->last == '\\';

    rest->last = escaped && c == '\\' ? '\0' : c;
    if (c == '\n') {
        rest->to_line = rest->to_line || rest->quoted;
        rest->line_begun = true;
        return;
    }
    rest->line_begun = rest->line_begun && ascii_space(c);
    if (c == '"' && !escaped)
        rest->quoted = !rest->quoted;
    else if (!rest->quoted && (c == '{' || c == '['))
        rest->depth++;
    else if (!rest->quoted && (c == '}' || c == ']'))
        rest->depth -= rest->depth > 0;
}

void broken_rest_put(struct broken_rest *rest, const struct forbidden_names *names, char c)
{
    rest->withheld = rest->withheld || looks_forbidden(rest, names, c) || rest->text.n == FIELD_MASK_REST_MOST;
    if (rest->withheld)
        buf_clear(&rest->text);
    else
        buf_putc(&rest->text, c);
    brackets_follow(rest, c);
}

bool broken_rest_ends(const struct broken_rest *rest, char c)
{
    if (rest->to_line)
        return rest->line_begun && c == '{';
    return !rest->quoted && rest->depth == 0 && (c == '}' || c == ']');
}

void broken_rest_end(struct broken_rest *rest, struct buf *out)
{
    if (rest->withheld)
        buf_put(out, BYTES("withheld"));
    if (rest->withheld && rest->to_line && rest->line_begun)
        buf_putc(out, '\n');
    buf_put(out, buf_bytes(&rest->text));
    buf_clear(&rest->text);
}
