/* The model's text: a line is `name value`, `hand days probability [probability]` or `rule name m u e-free e-slope s-free s-slope join`. */
#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/number.h"
#include "core/match.h"

#define CLASSES_MOST 30
#define DAYS_MOST 100000
#define KEY_SHOWN 40

struct reader {
    struct op *op;
    struct model model;
    uint32_t settings_seen;
    uint64_t rules_seen;
    int line;
    struct bytes key; /* the first word of the line, of a rule its name */
};

static bool next_word(struct bytes *rest, struct bytes *ret)
{
    *rest = bytes_trim(*rest);
    if (rest->n == 0)
        return false;
    size_t n = 0;

    while (n < rest->n && !ascii_space(rest->p[n]))
        n++;
    *ret = bytes_slice(*rest, 0, n);
    *rest = bytes_from(*rest, n);
    return true;
}

static int64_t micro(double bits)
{
    return llround(bits * (double)MICRO);
}

static enum status bad(struct reader *reader, const char *what)
{
    int n = reader->key.n > KEY_SHOWN ? KEY_SHOWN : (int)reader->key.n;

    return op_fail(reader->op, ST_INPUT, "model, line %d, %.*s: %s", reader->line, n, reader->key.p, what);
}

static bool next_number(struct bytes *rest, double least, double most, double *ret)
{
    struct bytes word;
    double number;

    if (!next_word(rest, &word) || !parse_double(word, &number) || number < least || number > most)
        return false;
    *ret = number;
    return true;
}

/* ---- settings ---- */

static int64_t from_probability(double number)
{
    return micro(log2(number / (1 - number)));
}

static const struct {
    const char *name;
    size_t offset;
    double least, most;
    int64_t (*convert)(double number);
} settings[] = {
    {"prior", offsetof(struct model, prior), 1e-12, 0.5, from_probability},
    {"keep", offsetof(struct model, keep), 1e-6, 0.5, from_probability},
    {"hub", offsetof(struct model, hub), 0, 10, micro},
    {"partners", offsetof(struct model, partners), 0, 10, micro},
    {"apart", offsetof(struct model, apart), -30, 0, micro},
    {"third", offsetof(struct model, third), MODEL_THIRD_LEAST, MODEL_THIRD_MOST, micro},
    {"programme", offsetof(struct model, programme), 1e-6, 0.999999, from_probability},
};

static enum status read_setting(struct reader *reader, struct bytes name, struct bytes rest)
{
    double number;

    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        if (!bytes_is(name, settings[i].name))
            continue;
        if (!next_number(&rest, settings[i].least, settings[i].most, &number) || rest.n != 0)
            return bad(reader, "the number is missing or out of range");
        if ((reader->settings_seen & 1U << i) != 0)
            return bad(reader, "the setting stands there twice");
        reader->settings_seen |= 1U << i;
        *(int64_t *)((char *)&reader->model + settings[i].offset) = settings[i].convert(number);
        return ST_OK;
    }
    return bad(reader, "there is no such setting");
}

/* ---- what one hand shows ---- */

static bool read_days(struct bytes *rest, int64_t *ret_us)
{
    struct bytes copy = *rest, word;
    double number;

    if (next_word(&copy, &word) && (bytes_is(word, "-") || bytes_is(word, "own"))) {
        *rest = copy;
        *ret_us = bytes_is(word, "-") ? INT64_MAX : MATCH_OWN;
        return true;
    }
    if (!next_number(rest, 0, DAYS_MOST, &number))
        return false;
    *ret_us = (int64_t)number * INSTANT_DAY;
    return true;
}

static bool read_hand_probability(struct bytes *rest, double *ret)
{
    return next_number(rest, MODEL_HAND_LEAST, MODEL_HAND_MOST, ret);
}

static enum status read_hand(struct reader *reader, struct bytes rest)
{
    struct model_hand *hands = reader->model.hands;
    size_t count = reader->model.hand_count;
    double probability, third;
    int64_t apart_us;

    if (count == MODEL_HANDS_MOST)
        return bad(reader, "there are at most 8 lines of this kind");
    if (!read_days(&rest, &apart_us) || !read_hand_probability(&rest, &probability))
        return bad(reader, "hand has a number of days, own or -, and one or two probabilities");
    third = probability;
    if ((bytes_trim(rest).n != 0 && !read_hand_probability(&rest, &third)) || bytes_trim(rest).n != 0)
        return bad(reader, "hand has a number of days, own or -, and one or two probabilities");
    if (count > 0 && hands[count - 1].apart_us >= apart_us)
        return bad(reader, "the days must grow from line to line");
    hands[reader->model.hand_count++] = (struct model_hand){apart_us, from_probability(probability), from_probability(third)};
    return ST_OK;
}

/* ---- rules ---- */

static bool read_free(struct bytes *rest, int32_t *ret)
{
    double number;

    if (!next_number(rest, 0, CLASSES_MOST, &number))
        return false;
    *ret = (int32_t)number;
    return true;
}

static bool read_slope(struct bytes *rest, int64_t *ret)
{
    double number;

    if (!next_number(rest, 0, 10, &number))
        return false;
    *ret = micro(number);
    return true;
}

static bool read_join(struct bytes *rest, int32_t *ret)
{
    struct bytes copy = *rest, word;
    double number;

    if (next_word(&copy, &word) && bytes_is(word, "-")) {
        *rest = copy;
        *ret = -1;
        return true;
    }
    if (!next_number(rest, 0, CLASSES_MOST * 2, &number))
        return false;
    *ret = (int32_t)number;
    return true;
}

static bool read_weights(struct bytes *rest, struct model_rule *rule)
{
    return next_number(rest, 1e-9, 1, &rule->m) && next_number(rest, 1e-15, 1, &rule->u) &&
           read_free(rest, &rule->endpoint_free) && read_slope(rest, &rule->endpoint_slope) &&
           read_free(rest, &rule->site_free) && read_slope(rest, &rule->site_slope) && read_join(rest, &rule->join);
}

static enum status read_rule(struct reader *reader, struct bytes rest)
{
    struct model_rule rule = {0};
    enum match_rule number;
    struct bytes name;

    bool named = next_word(&rest, &name);

    reader->key = named ? name : reader->key;
    if (!named || !match_rule_find(name, &number))
        return bad(reader, "there is no such rule");
    if ((reader->rules_seen & UINT64_C(1) << number) != 0)
        return bad(reader, "the rule stands there twice");
    if (!read_weights(&rest, &rule) || bytes_trim(rest).n != 0)
        return bad(reader, "a rule has m, u, e free, e slope, s free, s slope and join");
    if (rule.u > rule.m)
        return bad(reader, "u is greater than m: the rule would speak against the pair");
    rule.bits = micro(log2(rule.m / rule.u));
    reader->rules_seen |= UINT64_C(1) << number;
    reader->model.rules[number] = rule;
    return ST_OK;
}

static enum status read_line(struct reader *reader, struct bytes line)
{
    struct bytes word;
    size_t comment;

    if (bytes_find(line, '#', &comment))
        line = bytes_slice(line, 0, comment);
    line = bytes_trim(line);
    if (!next_word(&line, &word))
        return ST_OK;
    reader->key = word;
    line = bytes_trim(line);
    if (bytes_is(word, "rule"))
        return read_rule(reader, line);
    return bytes_is(word, "hand") ? read_hand(reader, line) : read_setting(reader, word, line);
}

static enum status check_complete(struct reader *reader)
{
    for (size_t i = 0; i < COUNT_OF(settings); i++)
        if ((reader->settings_seen & 1U << i) == 0)
            return op_fail(reader->op, ST_INPUT, "model: the setting %s is missing", settings[i].name);
    if (reader->model.hand_count == 0 || reader->model.hands[reader->model.hand_count - 1].apart_us != INT64_MAX)
        return op_fail(reader->op, ST_INPUT, "model: there is no line `hand - P` for all that is further apart");
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        if ((reader->rules_seen & UINT64_C(1) << rule) == 0)
            return op_fail(reader->op, ST_INPUT, "model: the rule %s is missing", match_rule_name(rule));
    return ST_OK;
}

static void index_kinds(struct model *model)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        model->kinds[kind].join = -1;
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        enum trait_kind kind = match_rule_kind(rule);

        model->kinds[kind].rules[model->kinds[kind].rule_count++] = (uint8_t)rule;
        if (match_rule_family(rule) != match_rule_family(model->kinds[kind].rules[0]))
            model->kinds[kind].many_families = true;
        if (model->rules[rule].join > model->kinds[kind].join)
            model->kinds[kind].join = model->rules[rule].join;
    }
}

enum status model_parse(struct op *op, struct bytes text, struct model *ret)
{
    struct reader reader = {.op = op};
    enum status st = ST_OK;
    struct bytes line;

    while (st == ST_OK && bytes_next_part(&text, '\n', &line)) {
        reader.line++;
        st = read_line(&reader, line);
    }
    if (st == ST_OK)
        st = check_complete(&reader);
    if (st != ST_OK)
        return st;
    index_kinds(&reader.model);
    match_joins_set(&reader.model);
    *ret = reader.model;
    return ST_OK;
}

/* ---- what follows from a model ---- */

int32_t match_class(int64_t count)
{
    int32_t class = count > 1 ? 63 - __builtin_clzll((uint64_t)count) : 0;

    return class < MATCH_CLASS_MOST ? class : MATCH_CLASS_MOST;
}

double match_probability(int64_t bits)
{
    return 1.0 / (1.0 + exp2(-(double)bits / (double)MICRO));
}

int64_t match_bits(double probability)
{
    if (probability <= 0)
        return INT64_MIN;
    if (probability >= 1)
        return INT64_MAX;
    return (int64_t)ceil(log2(probability / (1 - probability)) * (double)MICRO);
}
