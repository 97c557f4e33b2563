/*
 * Purchases and payments joined one to one. What hangs together is a group; each group is an assignment problem of its own: a row for
 * each purchase, a column for each payment. How sure a pair is comes from solving the problem again without it.
 */
#include <stdlib.h>

#include "core/assignment.h"
#include "core/match.h"
#include "core/purchase.h"

#define CLEAR (2 * MICRO) /* what is better by less is contested */
#define NOT_YET SIZE_MAX

/* ---- too many to tell apart ---- */

size_t purchase_bound(struct purchase_candidate *items, size_t count, const int64_t *unseen)
{
    int64_t of_class[PURCHASE_CLASS_COUNT] = {0}, sum = 0;
    enum purchase_class end = 0;
    size_t left = 0;

    for (enum purchase_class class = 0; class < PURCHASE_CLASS_COUNT && unseen != NULL; class ++)
        of_class[class] = unseen[class];
    for (size_t i = 0; i < count; i++)
        of_class[items[i].fit.class] += items[i].slots;
    while (end < PURCHASE_CLASS_COUNT && sum + of_class[end] <= PURCHASE_FITS_MOST)
        sum += of_class[end++];
    for (size_t i = 0; i < count; i++)
        if (items[i].fit.class < end)
            items[left++] = items[i];
    return left;
}

/* ---- what hangs together ---- */

struct settling {
    struct arena *arena;
    struct purchase_candidate *items;
    size_t count;
    size_t *first;              /* of each purchase: its first candidate; one more behind the last */
    size_t purchases, payments; /* numbers */
    uint32_t *group;            /* union-find over purchases, then payments */
    size_t *column, *slots;     /* of each payment, in the group at hand: its first column, and how many it has */
};

static uint32_t group_of(struct settling *settling, uint32_t node)
{
    while (settling->group[node] != node) {
        settling->group[node] = settling->group[settling->group[node]];
        node = settling->group[node];
    }
    return node;
}

/* The lower number stands for both, so that a group is met at its first purchase. */
static void join(struct settling *settling, uint32_t a, uint32_t b)
{
    uint32_t x = group_of(settling, a), y = group_of(settling, b);

    settling->group[x < y ? y : x] = x < y ? x : y;
}

static void find_groups(struct settling *settling)
{
    size_t nodes = settling->purchases + settling->payments;

    settling->group = arena_array(settling->arena, uint32_t, nodes + 1);
    for (size_t i = 0; i < nodes; i++)
        settling->group[i] = (uint32_t)i;
    for (size_t i = 0; i < settling->count; i++)
        join(settling, settling->items[i].purchase, (uint32_t)settling->purchases + settling->items[i].payment);
}

static void find_rows(struct settling *settling)
{
    for (size_t i = 0; i < settling->count; i++) {
        if (settling->items[i].purchase >= settling->purchases)
            settling->purchases = settling->items[i].purchase + 1;
        if (settling->items[i].payment >= settling->payments)
            settling->payments = settling->items[i].payment + 1;
    }
    settling->first = arena_array(settling->arena, size_t, settling->purchases + 2);
    for (size_t i = 0; i < settling->count; i++)
        settling->first[settling->items[i].purchase + 1]++;
    for (size_t i = 1; i <= settling->purchases; i++)
        settling->first[i] += settling->first[i - 1];
}

static struct purchase_candidate *row_start(const struct settling *settling, uint32_t purchase)
{
    return settling->items + settling->first[purchase];
}

static struct purchase_candidate *row_end(const struct settling *settling, uint32_t purchase)
{
    return settling->items + settling->first[purchase + 1];
}

/* ---- one group ---- */

struct group {
    const uint32_t *purchases; /* its rows */
    size_t count;
    struct assignment problem;
    struct arena *scratch;
};

/* A payment that stands for several has a column for each of them, but no more than there are purchases. */
static size_t number_columns(struct settling *settling, const struct group *group)
{
    size_t columns = 0;

    for (size_t r = 0; r < group->count; r++)
        for (struct purchase_candidate *c = row_start(settling, group->purchases[r]); c < row_end(settling, group->purchases[r]);
             c++) {
            if (settling->column[c->payment] != NOT_YET)
                continue;
            settling->column[c->payment] = columns;
            settling->slots[c->payment] = (size_t)c->slots < group->count ? (size_t)c->slots : group->count;
            columns += settling->slots[c->payment];
        }
    return columns;
}

static void put_gains(const struct settling *settling, const struct group *group, size_t row, uint32_t without_endpoint)
{
    int64_t *gains = group->problem.gains + row * group->problem.columns;

    for (struct purchase_candidate *c = row_start(settling, group->purchases[row]); c < row_end(settling, group->purchases[row]);
         c++)
        for (size_t s = 0; s < settling->slots[c->payment]; s++)
            gains[settling->column[c->payment] + s] = c->endpoint == without_endpoint ? ASSIGNMENT_NEVER : c->fit.evidence;
}

#define NO_ENDPOINT UINT32_MAX

static void build(const struct settling *settling, struct group *group, size_t columns)
{
    size_t cells = group->count * columns;

    group->problem = (struct assignment){group->count, columns, arena_array(group->scratch, int64_t, cells + 1)};
    for (size_t i = 0; i < cells; i++)
        group->problem.gains[i] = ASSIGNMENT_NEVER;
    for (size_t row = 0; row < group->count; row++)
        put_gains(settling, group, row, NO_ENDPOINT);
}

static struct purchase_candidate *joined(const struct settling *settling, const struct group *group, size_t row, size_t column)
{
    for (struct purchase_candidate *c = row_start(settling, group->purchases[row]); c < row_end(settling, group->purchases[row]);
         c++)
        if (column >= settling->column[c->payment] && column < settling->column[c->payment] + settling->slots[c->payment])
            return c;
    return NULL;
}

/* How many fit the purchase as closely or closer. */
static int32_t count_choices(const struct settling *settling, const struct purchase_candidate *chosen)
{
    int32_t choices = 0;

    for (struct purchase_candidate *c = row_start(settling, chosen->purchase); c < row_end(settling, chosen->purchase); c++)
        if (c->fit.class <= chosen->fit.class)
            choices += c->slots;
    return choices;
}

static void mark(const struct settling *settling, struct purchase_candidate *chosen, int64_t margin, bool contested)
{
    chosen->margin = margin;
    chosen->settled = margin > 0;
    chosen->contested = contested;
    chosen->choices = count_choices(settling, chosen);
}

static void solve(const struct settling *settling, struct group *group)
{
    size_t *columns = arena_array(group->scratch, size_t, group->count + 1),
           *others = arena_array(group->scratch, size_t, group->count + 1);
    int64_t best = assignment_solve(group->scratch, &group->problem, columns);

    for (size_t row = 0; row < group->count; row++) {
        struct purchase_candidate *chosen = columns[row] == ASSIGNMENT_ALONE ? NULL : joined(settling, group, row, columns[row]);
        int64_t margin;

        if (chosen == NULL)
            continue;
        put_gains(settling, group, row, chosen->endpoint);
        margin = best - assignment_solve(group->scratch, &group->problem, others);
        put_gains(settling, group, row, NO_ENDPOINT);
        mark(settling, chosen, margin, margin < CLEAR);
    }
}

/* ---- a group that is too large ---- */

struct bests {
    int64_t first, second; /* of two purchases, or of two endpoints */
    const struct purchase_candidate *of_first;
};

static void take_best(struct bests *bests, const struct purchase_candidate *c, bool same)
{
    if (bests->of_first == NULL || c->fit.evidence > bests->first) {
        if (bests->of_first != NULL && !same)
            bests->second = bests->first;
        bests->first = c->fit.evidence;
        bests->of_first = c;
    } else if (!same && c->fit.evidence > bests->second) {
        bests->second = c->fit.evidence;
    }
}

static struct bests best_of_purchase(const struct settling *settling, uint32_t purchase)
{
    struct bests bests = {0};

    for (const struct purchase_candidate *c = row_start(settling, purchase); c < row_end(settling, purchase); c++)
        take_best(&bests, c, bests.of_first != NULL && bests.of_first->endpoint == c->endpoint);
    return bests;
}

/* Those that are clearly each other's best; of a payment that stands for several, nobody knows which. */
static void settle_mutual(const struct settling *settling, const struct group *group)
{
    struct bests *of_payment = arena_array(group->scratch, struct bests, settling->payments + 1);

    for (size_t r = 0; r < group->count; r++)
        for (const struct purchase_candidate *c = row_start(settling, group->purchases[r]);
             c < row_end(settling, group->purchases[r]); c++)
            take_best(&of_payment[c->payment], c, false);
    for (size_t r = 0; r < group->count; r++) {
        struct bests mine = best_of_purchase(settling, group->purchases[r]);
        const struct bests *its = &of_payment[mine.of_first->payment];
        int64_t mine_by = mine.first - mine.second, its_by = its->first - its->second,
                margin = mine_by < its_by ? mine_by : its_by;

        if (its->of_first == mine.of_first && margin >= CLEAR)
            mark(settling, row_start(settling, group->purchases[r]) + (mine.of_first - row_start(settling, group->purchases[r])),
                 margin, true);
    }
}

/* ---- all groups ---- */

static void settle_group(struct settling *settling, const uint32_t *purchases, size_t count)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct group group = {.purchases = purchases, .count = count, .scratch = scratch};
    size_t columns = number_columns(settling, &group);

    if (count > PURCHASE_GROUP_MOST || columns > PURCHASE_SLOTS_MOST) {
        settle_mutual(settling, &group);
        return;
    }
    build(settling, &group, columns);
    solve(settling, &group);
}

struct member {
    uint32_t group, purchase;
};

static int by_group(const void *a, const void *b)
{
    const struct member *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    return x->purchase < y->purchase ? -1 : x->purchase > y->purchase;
}

static void settle_groups(struct settling *settling)
{
    struct member *members = arena_array(settling->arena, struct member, settling->purchases + 1);
    uint32_t *purchases = arena_array(settling->arena, uint32_t, settling->purchases + 1);
    size_t count = 0, start = 0;

    for (uint32_t p = 0; p < settling->purchases; p++)
        if (settling->first[p + 1] > settling->first[p])
            members[count++] = (struct member){group_of(settling, p), p};
    qsort(members, count, sizeof(*members), by_group);
    for (size_t i = 0; i < count; i++) {
        purchases[i] = members[i].purchase;
        if (i + 1 < count && members[i + 1].group == members[i].group)
            continue;
        settle_group(settling, purchases + start, i + 1 - start);
        start = i + 1;
    }
}

void purchase_settle(struct arena *arena, struct purchase_candidate *items, size_t count)
{
    struct settling settling = {.arena = arena, .items = items, .count = count};

    if (count == 0)
        return;
    find_rows(&settling);
    find_groups(&settling);
    settling.column = arena_array(arena, size_t, settling.payments + 1);
    settling.slots = arena_array(arena, size_t, settling.payments + 1);
    for (size_t i = 0; i < settling.payments; i++)
        settling.column[i] = NOT_YET;
    settle_groups(&settling);
}
