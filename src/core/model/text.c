#include "core/model_text.h"

#include <math.h>

#define M_MOST 0.999
#define U_LEAST 1e-14 /* the least that a model may say is 1e-15 */

/* Cuts the next word with the space before it off *rest. */
static bool cut_word(struct bytes *rest, struct bytes *ret_word)
{
    size_t start = 0, end;

    while (start < rest->n && ascii_space(rest->p[start]))
        start++;
    for (end = start; end < rest->n && !ascii_space(rest->p[end]) && rest->p[end] != '#';)
        end++;
    *ret_word = bytes_slice(*rest, start, end - start);
    *rest = bytes_from(*rest, end);
    return ret_word->n > 0;
}

static void change_rule(struct buf *buf, struct bytes line, struct bytes rest, const struct model_change *change)
{
    struct bytes name, m, u;
    enum match_rule rule;

    if (!cut_word(&rest, &name) || !match_rule_find(name, &rule) || !change->rules[rule] || !cut_word(&rest, &m) ||
        !cut_word(&rest, &u)) {
        buf_put(buf, line);
        return;
    }
    buf_printf(buf, "rule %-20.*s %-6.4g %-10.4g ", (int)name.n, name.p, change->m[rule], change->u[rule]);
    buf_put(buf, bytes_trim(rest));
}

/* `hand DAYS P [P]`: the first probability is new. What a third makes of it stays, and was the same when it does not stand there. */
static void change_hand(struct buf *buf, struct bytes line, struct bytes rest, double probability)
{
    struct bytes days, number, third, after;

    if (probability == 0 || !cut_word(&rest, &days) || !cut_word(&rest, &number)) {
        buf_put(buf, line);
        return;
    }
    after = rest;
    if (!cut_word(&after, &third))
        third = number, after = rest;
    buf_printf(buf, "hand %-6.*s %-6.4g %.*s", (int)days.n, days.p, probability, (int)third.n, third.p);
    buf_put(buf, after);
}

static bool change_setting(struct buf *buf, struct bytes word, struct bytes rest, const struct model_change *change)
{
    double value = bytes_is(word, "prior") ? change->prior : bytes_is(word, "third") ? change->third : 0;
    struct bytes number;

    if (value == 0 || !cut_word(&rest, &number))
        return false;
    buf_printf(buf, "%-9.*s %.4g", (int)word.n, word.p, value);
    buf_put(buf, rest);
    return true;
}

static void change_line(struct buf *buf, struct bytes line, const struct model_change *change, size_t *hands)
{
    struct bytes rest = line, word;

    if (!cut_word(&rest, &word))
        buf_put(buf, line);
    else if (bytes_is(word, "rule"))
        change_rule(buf, line, rest, change);
    else if (bytes_is(word, "hand") && *hands < MODEL_HANDS_MOST)
        change_hand(buf, line, rest, change->hands[(*hands)++]);
    else if (!change_setting(buf, word, rest, change))
        buf_put(buf, line);
}

struct bytes model_text_change(struct arena *arena, struct bytes text, const struct model_change *change)
{
    struct bytes line;
    struct buf buf;
    size_t hands = 0;

    buf_init(&buf, arena);
    if (change->remark != NULL)
        buf_printf(&buf, "# %s\n", change->remark);
    while (bytes_next_part(&text, '\n', &line)) {
        if (buf.n > 0 && buf.p[buf.n - 1] != '\n')
            buf_putc(&buf, '\n');
        change_line(&buf, line, change, &hands);
        if (text.n > 0)
            buf_putc(&buf, '\n');
    }
    if (buf.n > 0 && buf.p[buf.n - 1] != '\n')
        buf_putc(&buf, '\n');
    return buf_bytes(&buf);
}

/* What a line is about: a setting, or `rule` and the rule's name; none for comments, and for `hand`, of which there are several. */
static bool line_subject(struct bytes line, struct bytes *ret_word, struct bytes *ret_rule)
{
    *ret_rule = BYTES_NONE;
    if (!cut_word(&line, ret_word) || bytes_is(*ret_word, "hand"))
        return false;
    return !bytes_is(*ret_word, "rule") || cut_word(&line, ret_rule);
}

static bool text_names(struct bytes text, struct bytes word, struct bytes rule)
{
    struct bytes line, other, other_rule;

    while (bytes_next_part(&text, '\n', &line))
        if (line_subject(line, &other, &other_rule) && bytes_equal(other, word) && bytes_equal(other_rule, rule))
            return true;
    return false;
}

struct bytes model_text_complete(struct arena *arena, struct bytes text, struct bytes whole)
{
    struct bytes line, word, rule;
    bool complete = true;
    struct buf buf;

    buf_init(&buf, arena);
    buf_put(&buf, text);
    while (bytes_next_part(&whole, '\n', &line)) {
        if (!line_subject(line, &word, &rule) || text_names(text, word, rule))
            continue;
        if (buf.n > 0 && buf.p[buf.n - 1] != '\n')
            buf_putc(&buf, '\n');
        if (complete)
            buf_puts(&buf, "\n# Not known when this model was made; as in the model inside the program.\n");
        complete = false;
        buf_put(&buf, line);
    }
    if (complete)
        return text;
    buf_putc(&buf, '\n');
    return buf_bytes(&buf);
}

void model_rule_shift(const struct model_rule *rule, double bits, double *ret_m, double *ret_u)
{
    double m = rule->m * exp2(bits), u = rule->u;

    if (m > M_MOST) {
        m = fmax(rule->m, M_MOST);
        u = fmax(m / (rule->m / rule->u * exp2(bits)), U_LEAST);
    }
    *ret_m = fmax(m, u); /* a rule never speaks against a pair */
    *ret_u = u;
}

double model_probability_shift(int64_t log_odds, double bits)
{
    return 1 / (1 + exp2(-(double)log_odds / (double)MICRO - bits));
}
