#include "core/match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "core/match/level.h"
#include "core/purchase.h"

#define APART_MOST_DAYS 400
#define PARTNER_DOUBLINGS_MOST 2

struct rule_row {
    const char *name;
    enum match_family family;
    enum trait_kind kind;
    uint32_t endpoint_roles, site_roles;
    bool (*level)(const struct evidence *evidence);
    const char *text;
};

static const struct rule_row rows[] = {
#define RULE(name, family, kind, endpoint_roles, site_roles, level, text)                                                        \
    {#name, FAMILY_##family, TRAIT_##kind, endpoint_roles, site_roles, level, text},
#include "core/match_rule.def"
#undef RULE
};
_Static_assert(RULE_COUNT <= 62, "the counted rules are stored as bits of a bigint, beside MATCH_TWO_HOPS");

static const struct {
    const char *name;
    bool direct;
    const char *text;
} families[] = {
#define DIRECT true
#define HAND false
#define FAMILY(name, shows, text) {#name, shows, text},
#include "core/match_family.def"
#undef FAMILY
#undef DIRECT
#undef HAND
};

/* ---- the table ---- */

const char *match_rule_name(enum match_rule rule)
{
    return rows[rule].name;
}

const char *match_rule_text(enum match_rule rule)
{
    return rows[rule].text;
}

bool match_rule_find(struct bytes name, enum match_rule *ret)
{
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        if (bytes_is(name, rows[rule].name)) {
            *ret = rule;
            return true;
        }
    return false;
}

enum match_family match_rule_family(enum match_rule rule)
{
    return rows[rule].family;
}

enum trait_kind match_rule_kind(enum match_rule rule)
{
    return rows[rule].kind;
}

const char *match_family_name(enum match_family family)
{
    return families[family].name;
}

const char *match_family_text(enum match_family family)
{
    return families[family].text;
}

bool match_family_direct(enum match_family family)
{
    return families[family].direct;
}

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
        const struct rule_row *row = &rows[model->kinds[evidence->kind].rules[i]];

        if ((row->endpoint_roles & endpoint) != 0 && (row->site_roles & site) != 0 && row->level(evidence))
            return (enum match_rule)(row - rows);
    }
    return RULE_COUNT;
}

/* ---- one piece ---- */

static int64_t above(int32_t class, int32_t free, int64_t slope)
{
    return class > free ? (class - free) * slope : 0;
}

static int64_t shared_bits(const struct model_rule *rule, int32_t endpoint_class, int32_t site_class)
{
    return above(endpoint_class, rule->endpoint_free, rule->endpoint_slope) +
           above(site_class, rule->site_free, rule->site_slope);
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

static int64_t others_bits(const struct model_rule *rule, const struct evidence *evidence)
{
    return evidence->ruling == RULING_no_hub ? 0
                                             : shared_bits(rule, match_class(evidence->endpoints), match_class(evidence->sites));
}

static void weigh(const struct model *model, const struct evidence *evidence, struct match_piece *ret)
{
    struct match_piece piece = {.evidence = evidence, .rule = rule_of(model, evidence), .verdict = VERDICT_no_rule};

    if (piece.rule != RULE_COUNT) {
        const struct model_rule *rule = &model->rules[piece.rule];
        int64_t left = piece.full = rule->bits, shared = others_bits(rule, evidence);

        piece.shared = -(shared < left ? shared : left);
        left += piece.shared;
        piece.partners = left > 0 ? partner_bits(model, evidence) : 0;
        left += piece.partners;
        piece.grade = part_of(left, worse_grade_parts(evidence)) - left;
        left += piece.grade;
        piece.time = part_of(left, time_parts(level_apart(evidence))) - left;
        left += piece.time;
        piece.listed = is_hub(evidence) && left > model->hub ? model->hub - left : 0;
        piece.bits = left + piece.listed;
        piece.verdict = piece.bits > 0 ? VERDICT_counted : VERDICT_nothing;
    }
    *ret = piece;
}

/* Alone it could make a link that is kept, and not too many have it. */
static bool is_enough(const struct model *model, enum trait_kind kind, int32_t endpoint_class, int32_t site_class)
{
    int64_t least = model->keep - model->prior - PARTNER_DOUBLINGS_MOST * model->partners;

    if (endpoint_class + site_class > model->kinds[kind].join)
        return false;
    for (size_t i = 0; i < model->kinds[kind].rule_count; i++) {
        const struct model_rule *rule = &model->rules[model->kinds[kind].rules[i]];

        if (rule->bits - shared_bits(rule, endpoint_class, site_class) >= least)
            return true;
    }
    return false;
}

void match_joins_set(struct model *model)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        for (int32_t e = 0; e <= MATCH_CLASS_MOST; e++)
            for (int32_t s = 0; s <= MATCH_CLASS_MOST; s++)
                model->kinds[kind].joins[e][s] = is_enough(model, kind, e, s);
}

bool match_joins(const struct model *model, enum trait_kind kind, int32_t endpoint_class, int32_t site_class)
{
    return model->kinds[kind].joins[endpoint_class][site_class];
}

static bool is_candidate(const struct model *model, const struct evidence *evidence)
{
    bool alone = evidence->ruling == RULING_no_hub; /* as if nobody else had it */

    return match_joins(model, evidence->kind, alone ? 0 : match_class(evidence->endpoints),
                       alone ? 0 : match_class(evidence->sites));
}

/* Strongest first; a tie breaks by the table and by the value, so that the order of arrival does not matter. */
static int piece_compare(const struct match_piece *a, const struct match_piece *b)
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

/* ---- the pair ---- */

int64_t match_apart(const struct match_lives *lives)
{
    return level_between(lives->endpoint_first_us, lives->endpoint_last_us, lives->site_first_us, lives->site_last_us);
}

static int64_t apart_bits(const struct model *model, int64_t apart_us)
{
    return apart_us > APART_MOST_DAYS * INSTANT_DAY ? model->apart : 0;
}

static int64_t contrary_bits(uint32_t contrary)
{
    int64_t bits = 0;

    for (enum match_contrary i = 0; contrary != 0 && i < CONTRARY_COUNT; i++)
        if ((contrary & 1U << i) != 0)
            bits += match_contrary_bits(i);
    return bits;
}

size_t match_hand_step(const struct model *model, int64_t apart_us)
{
    size_t i = 0;

    while (i + 1 < model->hand_count && apart_us > model->hands[i].apart_us)
        i++;
    return i;
}

int64_t match_hand_most(const struct model *model, int64_t apart_us)
{
    return model->hands[match_hand_step(model, apart_us)].bits;
}

int64_t match_third_most(const struct model *model, int64_t apart_us)
{
    return model->hands[match_hand_step(model, apart_us)].third;
}

/* That one hand is behind both makes the pair likely, and no surer than that hand's other endpoints and sites allow. What goes beyond
 * counts a little, so that more evidence still ranks higher. */
static int64_t hand_bits(const struct model *model, int64_t bits, int64_t apart_us)
{
    int64_t most = match_hand_most(model, apart_us) - model->prior;

    return bits > most ? (bits - most) / MATCH_BEYOND_PARTS + most - bits : 0;
}

int64_t match_sum(const struct model *model, int64_t direct, int64_t hand, int64_t apart_us)
{
    return model->prior + direct + hand + hand_bits(model, hand, apart_us) + apart_bits(model, apart_us);
}

static bool is_same_value(const struct evidence *a, const struct evidence *b)
{
    return a->hash == b->hash && a->kind == b->kind && bytes_equal(a->value, b->value);
}

/* One value is one fact, in whatever roles it stands: it counts in the family in which it says most. */
static bool is_elsewhere(const struct model *model, const struct match_pair *pair, const struct match_piece *piece)
{
    if (!model->kinds[piece->evidence->kind].many_families)
        return false;
    for (size_t i = 0; i < pair->count; i++) {
        const struct evidence *evidence = &pair->evidence[i];
        struct match_piece other;

        if (evidence == piece->evidence || !is_same_value(evidence, piece->evidence))
            continue;
        weigh(model, evidence, &other);
        if (other.verdict == VERDICT_counted && rows[other.rule].family != rows[piece->rule].family &&
            piece_compare(&other, piece) < 0)
            return true;
    }
    return false;
}

struct sums {
    struct match_piece best[FAMILY_COUNT];
    int64_t direct, hand;
    bool candidate;
};

static void take_piece(const struct model *model, const struct match_pair *pair, const struct evidence *evidence,
                       struct sums *sums)
{
    struct match_piece piece, *strongest;

    weigh(model, evidence, &piece);
    sums->candidate = sums->candidate || is_candidate(model, evidence);
    if (piece.verdict != VERDICT_counted || is_elsewhere(model, pair, &piece))
        return;
    strongest = &sums->best[rows[piece.rule].family];
    if (strongest->evidence == NULL || piece_compare(&piece, strongest) < 0)
        *strongest = piece;
}

void match_score(const struct model *model, const struct match_pair *pair, struct match_score *ret)
{
    struct sums sums = {0};
    struct match_score score = {0};
    int64_t apart_us = match_apart(&pair->lives);

    for (size_t i = 0; i < pair->count; i++)
        take_piece(model, pair, &pair->evidence[i], &sums);
    for (enum match_family family = 0; family < FAMILY_COUNT; family++) {
        if (sums.best[family].evidence == NULL)
            continue;
        *(families[family].direct ? &sums.direct : &sums.hand) += sums.best[family].bits;
        score.rules |= UINT64_C(1) << sums.best[family].rule;
    }
    score.bits = match_sum(model, sums.direct, sums.hand, apart_us) + contrary_bits(pair->contrary);
    score.hand = model->prior + sums.direct + sums.hand;
    score.candidate = sums.candidate;
    *ret = score;
}

static int family_place(const struct match_piece *piece)
{
    return piece->rule == RULE_COUNT ? FAMILY_COUNT : (int)rows[piece->rule].family;
}

static int by_family(const void *a, const void *b)
{
    int x = family_place(a), y = family_place(b);

    return x != y ? x - y : piece_compare(a, b);
}

/* Of those that stand for their value the first of a family was counted; the others say why not. */
static void mark_weaker(const struct model *model, const struct match_pair *pair, struct match_piece *pieces)
{
    bool taken[FAMILY_COUNT] = {false};

    for (size_t i = 0; i < pair->count; i++) {
        if (pieces[i].verdict != VERDICT_counted)
            continue;
        if (is_elsewhere(model, pair, &pieces[i]))
            pieces[i].verdict = VERDICT_elsewhere;
        else if (taken[rows[pieces[i].rule].family])
            pieces[i].verdict = VERDICT_weaker;
        else
            taken[rows[pieces[i].rule].family] = true;
    }
}

static int64_t hand_sum(const struct match_waterfall *waterfall)
{
    int64_t sum = 0;

    for (size_t i = 0; i < waterfall->count; i++)
        if (waterfall->pieces[i].verdict == VERDICT_counted && !families[rows[waterfall->pieces[i].rule].family].direct)
            sum += waterfall->pieces[i].bits;
    return sum;
}

void match_explain(const struct model *model, struct arena *arena, const struct match_pair *pair, struct match_waterfall *ret)
{
    struct match_waterfall waterfall = {.prior = model->prior, .count = pair->count, .apart_us = match_apart(&pair->lives)};

    waterfall.pieces = arena_array(arena, struct match_piece, pair->count + 1);
    for (size_t i = 0; i < pair->count; i++)
        weigh(model, &pair->evidence[i], &waterfall.pieces[i]);
    if (pair->count > 0)
        qsort(waterfall.pieces, pair->count, sizeof(*waterfall.pieces), by_family);
    mark_weaker(model, pair, waterfall.pieces);
    waterfall.hand = hand_bits(model, hand_sum(&waterfall), waterfall.apart_us);
    waterfall.apart = apart_bits(model, waterfall.apart_us);
    waterfall.contrary = pair->contrary;
    match_score(model, pair, &waterfall.score);
    *ret = waterfall;
}

/* ---- words ---- */

struct bytes match_bits_print(struct arena *arena, int64_t bits)
{
    uint64_t size = bits < 0 ? -(uint64_t)bits : (uint64_t)bits;

    return bytes_printf(arena, "%s%llu.%06llu", bits < 0 ? "-" : "", (unsigned long long)(size / MICRO),
                        (unsigned long long)(size % MICRO));
}

/* 4312 -> "4,312" */
static struct bytes count_text(struct arena *arena, int64_t count, const char *one, const char *many)
{
    struct buf buf;
    char digits[24];
    int n = snprintf(digits, sizeof(digits), "%lld", (long long)count);

    buf_init(&buf, arena);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_putc(&buf, ',');
        buf_putc(&buf, digits[i]);
    }
    buf_printf(&buf, " %s", count == 1 ? one : many);
    return buf_bytes(&buf);
}

struct bytes match_piece_text(struct arena *arena, const struct match_piece *piece)
{
    const struct evidence *evidence = piece->evidence;
    struct buf buf;

    buf_init(&buf, arena);
    if (evidence->kind == TRAIT_settled) {
        buf_put(&buf, purchase_settled_text(arena, evidence->value));
        buf_puts(&buf, "; ");
    }
    if (evidence->likeness > 0)
        buf_printf(&buf, "%.*s and %.*s are %d.%04d alike; ", (int)evidence->endpoint_name.n, evidence->endpoint_name.p,
                   (int)evidence->site_name.n, evidence->site_name.p, evidence->likeness / MATCH_LIKENESS_WHOLE,
                   evidence->likeness % MATCH_LIKENESS_WHOLE);
    buf_puts(&buf, "shared by ");
    buf_put(&buf, count_text(arena, evidence->endpoints, "endpoint", "endpoints"));
    buf_puts(&buf, " and ");
    buf_put(&buf, count_text(arena, evidence->sites, "site", "sites"));
    if (evidence->hub != HUB_none)
        buf_printf(&buf, "; known as %s", hub_kind_name(evidence->hub));
    if (evidence->ruling != RULING_none)
        buf_printf(&buf, "; an analyst has ruled that it is %s in this case",
                   evidence->ruling == RULING_hub ? "a hub" : "no hub");
    if (piece->verdict == VERDICT_weaker)
        buf_puts(&buf, "; not counted: stronger evidence of its family was");
    if (piece->verdict == VERDICT_elsewhere)
        buf_puts(&buf, "; not counted: the same value says more as other evidence");
    if (piece->verdict == VERDICT_nothing)
        buf_puts(&buf, "; not counted: so many have it that it says nothing");
    if (piece->verdict == VERDICT_no_rule)
        buf_puts(&buf, "; not counted: no rule takes it as evidence");
    return buf_bytes(&buf);
}
