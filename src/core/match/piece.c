#include "core/match/piece.h"

#include "base/instant.h"
#include "core/match/level.h"
#include "core/match/rule.h"

#define PARTNER_DOUBLINGS_MOST 2

enum hub_kind match_hub(const struct ident_data *data, enum trait_kind kind, struct bytes value)
{
    static const enum ident_kind kinds[TRAIT_COUNT] = {
        [TRAIT_site] = IDENT_site,   [TRAIT_url] = IDENT_url, [TRAIT_email] = IDENT_email,
        [TRAIT_phone] = IDENT_phone, [TRAIT_ip] = IDENT_ip,   [TRAIT_nameserver] = IDENT_nameserver,
    };

    return kinds[kind] == IDENT_none ? HUB_none : ident_hub(data, kinds[kind], value);
}

static enum match_rule rule_of(const struct model *model, const struct evidence *evidence)
{
    uint32_t endpoint = 1U << evidence->endpoint.role, site = 1U << evidence->site.role;

    for (size_t i = 0; i < model->kinds[evidence->kind].rule_count; i++) {
        const struct rule_row *row = &rule_rows[model->kinds[evidence->kind].rules[i]];

        if ((row->endpoint_roles & endpoint) != 0 && (row->site_roles & site) != 0 && row->level(evidence))
            return (enum match_rule)(row - rule_rows);
    }
    return RULE_COUNT;
}

/* How many have the value, by their classes. */
struct crowd {
    int32_t endpoints, sites;
};

/* What an analyst has ruled to be no hub counts as if nobody else had it. */
static struct crowd crowd_of(const struct evidence *evidence)
{
    if (evidence->ruling == RULING_no_hub)
        return (struct crowd){0, 0};
    return (struct crowd){match_class(evidence->endpoints), match_class(evidence->sites)};
}

static int64_t above(int32_t class, int32_t free, int64_t slope)
{
    return class > free ? (class - free) * slope : 0;
}

static int64_t shared_bits(const struct model_rule *rule, struct crowd crowd)
{
    return above(crowd.endpoints, rule->endpoint_free, rule->endpoint_slope) +
           above(crowd.sites, rule->site_free, rule->site_slope);
}

/* What several say on their own is surer; the same said again by one of them is not. */
static int64_t partner_bits(const struct model *model, const struct evidence *evidence)
{
    int16_t partners =
        evidence->endpoint.partners > evidence->site.partners ? evidence->endpoint.partners : evidence->site.partners;
    int32_t doublings = match_class(partners);

    return (doublings > PARTNER_DOUBLINGS_MOST ? PARTNER_DOUBLINGS_MOST : doublings) * model->partners;
}

/* 4x4: parts of 64 that are left of the bits; what is not graded is taken as it is. */
static int64_t grade_parts(int16_t grade)
{
    static const int64_t source[5] = {64, 64, 64, 60, 62}, information[5] = {64, 64, 64, 63, 61};
    int a = grade / 10, b = grade % 10;

    return a < 0 || a > 4 || b < 0 || b > 4 ? 64 : source[a] * information[b] / 64;
}

static int64_t worse_grade_parts(const struct evidence *evidence)
{
    int64_t a = grade_parts(evidence->endpoint.grade), b = grade_parts(evidence->site.grade);

    return a < b ? a : b;
}

/* Parts of 64 that are left when both sides say it, but of different times: a name or an address may pass to somebody else. */
static int64_t time_parts(int64_t apart_us)
{
    static const struct {
        int64_t days, parts;
    } steps[] = {{180, 64}, {365, 60}, {730, 54}};

    for (size_t i = 0; i < COUNT_OF(steps); i++)
        if (apart_us <= steps[i].days * INSTANT_DAY)
            return steps[i].parts;
    return 44;
}

static int64_t part_of(int64_t bits, int64_t parts)
{
    return bits * parts / 64;
}

/* What an analyst has ruled about the case goes before the lists. */
static bool is_hub(const struct evidence *evidence)
{
    return evidence->ruling == RULING_hub || (evidence->ruling == RULING_none && evidence->hub != HUB_none);
}

void piece_weigh(const struct model *model, const struct evidence *evidence, struct match_piece *ret)
{
    struct crowd crowd = crowd_of(evidence);

    *ret = (struct match_piece){.evidence = evidence,
                                .rule = rule_of(model, evidence),
                                .joins = match_joins(model, evidence->kind, crowd.endpoints, crowd.sites),
                                .verdict = VERDICT_no_rule};
    if (ret->rule == RULE_COUNT)
        return;
    const struct model_rule *rule = &model->rules[ret->rule];
    int64_t left = ret->full = rule->bits, shared = shared_bits(rule, crowd);

    ret->shared = -(shared < left ? shared : left);
    left += ret->shared;
    ret->partners = left > 0 ? partner_bits(model, evidence) : 0;
    left += ret->partners;
    ret->grade = part_of(left, worse_grade_parts(evidence)) - left;
    left += ret->grade;
    ret->time = part_of(left, time_parts(level_apart(evidence))) - left;
    left += ret->time;
    ret->listed = is_hub(evidence) && left > model->hub ? model->hub - left : 0;
    ret->bits = left + ret->listed;
    ret->verdict = ret->bits > 0 ? VERDICT_counted : VERDICT_nothing;
}

/* Alone it could make a link that is kept, and not too many have it. */
static bool is_enough(const struct model *model, enum trait_kind kind, struct crowd crowd)
{
    int64_t least = model->keep - model->prior - PARTNER_DOUBLINGS_MOST * model->partners;

    if (crowd.endpoints + crowd.sites > model->kinds[kind].join)
        return false;
    for (size_t i = 0; i < model->kinds[kind].rule_count; i++) {
        const struct model_rule *rule = &model->rules[model->kinds[kind].rules[i]];

        if (rule->bits - shared_bits(rule, crowd) >= least)
            return true;
    }
    return false;
}

void match_joins_set(struct model *model)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e <= MATCH_CLASS_MOST; e++)
            for (int32_t s = 0; s <= MATCH_CLASS_MOST; s++)
                model->kinds[kind].joins[e][s] = is_enough(model, kind, (struct crowd){e, s});
}

bool match_joins(const struct model *model, enum trait_kind kind, int32_t endpoint_class, int32_t site_class)
{
    return model->kinds[kind].joins[endpoint_class][site_class];
}

int piece_compare(const struct match_piece *a, const struct match_piece *b)
{
    if (a->bits != b->bits)
        return a->bits > b->bits ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    if (a->evidence->hash != b->evidence->hash)
        return a->evidence->hash < b->evidence->hash ? -1 : 1;
    if (a->evidence->endpoint.role != b->evidence->endpoint.role)
        return (int)a->evidence->endpoint.role - (int)b->evidence->endpoint.role;
    return (int)a->evidence->site.role - (int)b->evidence->site.role;
}
