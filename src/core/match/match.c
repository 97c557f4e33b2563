#include "core/match.h"

#include <stdlib.h>

#include "base/instant.h"
#include "core/match/level.h"
#include "core/match/piece.h"

#define APART_MOST_DAYS 400

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

size_t match_hand_step(const struct model *model, int64_t bound_us)
{
    size_t i = 0;

    while (i + 1 < model->hand_count && bound_us > model->hands[i].apart_us)
        i++;
    return i;
}

int64_t match_hand_most(const struct model *model, int64_t bound_us)
{
    return model->hands[match_hand_step(model, bound_us)].bits;
}

int64_t match_third_most(const struct model *model, int64_t apart_us)
{
    return model->hands[match_hand_step(model, apart_us)].third;
}

/* That one hand is behind both makes the pair likely, and no surer than that hand's other endpoints and sites allow. What goes beyond
 * counts a little, so that more evidence still ranks higher. */
static int64_t hand_bits(const struct model *model, int64_t bits, int64_t bound_us)
{
    int64_t most = match_hand_most(model, bound_us) - model->prior;

    return bits > most ? (bits - most) / MATCH_BEYOND_PARTS + most - bits : 0;
}

int64_t match_sum(const struct model *model, int64_t direct, int64_t hand, int64_t bound_us)
{
    return model->prior + direct + hand + hand_bits(model, hand, bound_us) + apart_bits(model, bound_us);
}

/* A platform's address is nobody's own, and after so long a time it may have passed to somebody else. */
static int64_t bound_of(const struct model *model, const struct match_piece *own, int64_t apart_us)
{
    return own != NULL && own->bits > model->hub && apart_us <= APART_MOST_DAYS * INSTANT_DAY ? MATCH_OWN : apart_us;
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
        piece_weigh(model, evidence, &other);
        if (other.verdict == VERDICT_counted && match_rule_family(other.rule) != match_rule_family(piece->rule) &&
            piece_compare(&other, piece) < 0)
            return true;
    }
    return false;
}

/* The strongest piece of each family that has one. */
struct strongest {
    struct match_piece pieces[FAMILY_COUNT];
    uint32_t families; /* a bit for each that has one */
    bool candidate;
};

static void take_piece(const struct model *model, const struct match_pair *pair, const struct evidence *evidence,
                       struct strongest *strongest)
{
    struct match_piece piece;

    piece_weigh(model, evidence, &piece);
    strongest->candidate |= piece.joins;
    if (piece.verdict != VERDICT_counted || is_elsewhere(model, pair, &piece))
        return;
    enum match_family family = match_rule_family(piece.rule);

    if ((strongest->families & 1U << family) == 0 || piece_compare(&piece, &strongest->pieces[family]) < 0)
        strongest->pieces[family] = piece;
    strongest->families |= 1U << family;
}

void match_score(const struct model *model, const struct match_pair *pair, struct match_score *ret)
{
    struct strongest strongest;
    int64_t direct = 0, hand = 0;
    uint64_t rules = 0;

    strongest.families = 0;
    strongest.candidate = false;
    for (size_t i = 0; i < pair->count; i++)
        take_piece(model, pair, &pair->evidence[i], &strongest);
    for (uint32_t left = strongest.families; left != 0; left &= left - 1) {
        enum match_family family = (enum match_family)__builtin_ctz(left);
        const struct match_piece *piece = &strongest.pieces[family];

        *(match_family_direct(family) ? &direct : &hand) += piece->bits;
        rules |= UINT64_C(1) << piece->rule;
    }
    const struct match_piece *own = (strongest.families & 1U << FAMILY_own) != 0 ? &strongest.pieces[FAMILY_own] : NULL;
    int64_t bound_us = bound_of(model, own, match_apart(&pair->lives));

    *ret = (struct match_score){match_sum(model, direct, hand, bound_us) + contrary_bits(pair->contrary),
                                model->prior + direct + hand, rules, strongest.candidate};
}

static int family_place(const struct match_piece *piece)
{
    return piece->rule == RULE_COUNT ? FAMILY_COUNT : (int)match_rule_family(piece->rule);
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
        else if (taken[match_rule_family(pieces[i].rule)])
            pieces[i].verdict = VERDICT_weaker;
        else
            taken[match_rule_family(pieces[i].rule)] = true;
    }
}

static int64_t hand_sum(const struct match_waterfall *waterfall)
{
    int64_t sum = 0;

    for (size_t i = 0; i < waterfall->count; i++)
        if (waterfall->pieces[i].verdict == VERDICT_counted && !match_family_direct(match_rule_family(waterfall->pieces[i].rule)))
            sum += waterfall->pieces[i].bits;
    return sum;
}

static const struct match_piece *own_piece(const struct match_waterfall *waterfall)
{
    for (size_t i = 0; i < waterfall->count; i++)
        if (waterfall->pieces[i].verdict == VERDICT_counted && match_rule_family(waterfall->pieces[i].rule) == FAMILY_own)
            return &waterfall->pieces[i];
    return NULL;
}

void match_explain(const struct model *model, struct arena *arena, const struct match_pair *pair, struct match_waterfall *ret)
{
    struct match_waterfall waterfall = {.prior = model->prior, .count = pair->count, .apart_us = match_apart(&pair->lives)};

    waterfall.pieces = arena_array(arena, struct match_piece, pair->count + 1);
    for (size_t i = 0; i < pair->count; i++)
        piece_weigh(model, &pair->evidence[i], &waterfall.pieces[i]);
    if (pair->count > 0)
        qsort(waterfall.pieces, pair->count, sizeof(*waterfall.pieces), by_family);
    mark_weaker(model, pair, waterfall.pieces);
    waterfall.bound_us = bound_of(model, own_piece(&waterfall), waterfall.apart_us);
    waterfall.hand = hand_bits(model, hand_sum(&waterfall), waterfall.bound_us);
    waterfall.apart = apart_bits(model, waterfall.bound_us);
    waterfall.contrary = pair->contrary;
    match_score(model, pair, &waterfall.score);
    *ret = waterfall;
}
