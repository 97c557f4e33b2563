#include "core/chokepoint.h"

#include <string.h>

/* Neighbours of node i: at[start[i]] to at[start[i + 1] - 1]. */
struct lists {
    uint32_t *start, *at;
};

struct heap_item {
    int64_t gain; /* an upper bound: what it gained when it was last looked at */
    uint32_t choice;
    uint32_t round; /* when that was */
};

struct cover {
    const struct chokepoint_graph *graph;
    struct lists closes, serves;
    uint32_t *open;   /* endpoints of each site that are open still */
    uint32_t *degree; /* endpoints of each site */
    uint8_t *closed;  /* endpoints */
    uint8_t *taken;   /* choices */
    uint32_t *hits, *touched;
    struct chokepoint_rank total;
};

static struct lists make_lists(struct arena *arena, const struct chokepoint_edge *edges, size_t count, uint32_t nodes)
{
    struct lists lists = {arena_array(arena, uint32_t, (size_t)nodes + 2), arena_array(arena, uint32_t, count + 1)};

    for (size_t i = 0; i < count; i++)
        lists.start[edges[i].from + 2]++;
    for (uint32_t n = 2; n < nodes + 2; n++)
        lists.start[n] += lists.start[n - 1];
    for (size_t i = 0; i < count; i++)
        lists.at[lists.start[edges[i].from + 1]++] = edges[i].to;
    return lists;
}

static void init(struct cover *cover, struct arena *arena, const struct chokepoint_graph *graph)
{
    *cover = (struct cover){.graph = graph};
    cover->closes = make_lists(arena, graph->closes, graph->close_count, graph->choices);
    cover->serves = make_lists(arena, graph->serves, graph->serve_count, graph->endpoints);
    cover->open = arena_array(arena, uint32_t, (size_t)graph->sites + 1);
    cover->degree = arena_array(arena, uint32_t, (size_t)graph->sites + 1);
    cover->closed = arena_array(arena, uint8_t, (size_t)graph->endpoints + 1);
    cover->taken = arena_array(arena, uint8_t, (size_t)graph->choices + 1);
    cover->hits = arena_array(arena, uint32_t, (size_t)graph->sites + 1);
    cover->touched = arena_array(arena, uint32_t, (size_t)graph->sites + 1);
    for (size_t i = 0; i < graph->serve_count; i++)
        cover->degree[graph->serves[i].to]++;
    memcpy(cover->open, cover->degree, graph->sites * sizeof(*cover->open));
}

/* The sites that a choice would touch, each with how many of its open endpoints it would close. */
static uint32_t touch(struct cover *cover, uint32_t choice)
{
    uint32_t count = 0;

    for (uint32_t i = cover->closes.start[choice]; i < cover->closes.start[choice + 1]; i++) {
        uint32_t endpoint = cover->closes.at[i];

        if (cover->closed[endpoint])
            continue;
        for (uint32_t k = cover->serves.start[endpoint]; k < cover->serves.start[endpoint + 1]; k++) {
            uint32_t site = cover->serves.at[k];

            if (cover->hits[site]++ == 0)
                cover->touched[count++] = site;
        }
    }
    return count;
}

static void untouch(struct cover *cover, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        cover->hits[cover->touched[i]] = 0;
}

static int64_t reached_gain(struct cover *cover, uint32_t choice)
{
    uint32_t count = touch(cover, choice);
    int64_t gain = 0;

    for (uint32_t i = 0; i < count; i++)
        if (cover->open[cover->touched[i]] == cover->degree[cover->touched[i]])
            gain += cover->graph->weights[cover->touched[i]];
    untouch(cover, count);
    return gain;
}

/* What it silences, and how much nearer the others come to it: parts of their weight. */
static int64_t silenced_gain(struct cover *cover, uint32_t choice, double *ret_nearer)
{
    uint32_t count = touch(cover, choice);
    int64_t gain = 0;
    double nearer = 0;

    for (uint32_t i = 0; i < count; i++) {
        uint32_t site = cover->touched[i];

        if (cover->hits[site] == cover->open[site])
            gain += cover->graph->weights[site];
        else
            nearer += (double)cover->graph->weights[site] * cover->hits[site] / cover->open[site];
    }
    untouch(cover, count);
    *ret_nearer = nearer;
    return gain;
}

static struct chokepoint_rank take(struct cover *cover, uint32_t choice)
{
    uint32_t count = touch(cover, choice);
    struct chokepoint_rank rank = cover->total;

    rank.choice = choice;
    rank.closed = 0;
    rank.reached = rank.silenced = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t site = cover->touched[i];
        bool untouched = cover->open[site] == cover->degree[site];

        cover->open[site] -= cover->hits[site];
        rank.reached += untouched ? cover->graph->weights[site] : 0;
        rank.reached_sites += untouched;
        rank.silenced += cover->open[site] == 0 ? cover->graph->weights[site] : 0;
        rank.silenced_sites += cover->open[site] == 0;
    }
    untouch(cover, count);
    for (uint32_t i = cover->closes.start[choice]; i < cover->closes.start[choice + 1]; i++) {
        rank.closed += !cover->closed[cover->closes.at[i]];
        cover->closed[cover->closes.at[i]] = 1;
    }
    rank.reached_total += rank.reached;
    rank.silenced_total += rank.silenced;
    cover->taken[choice] = 1;
    return cover->total = rank;
}

/* ---- what is reached: lazily, as gains only fall ---- */

static bool before(const struct heap_item *a, const struct heap_item *b)
{
    return a->gain != b->gain ? a->gain > b->gain : a->choice < b->choice;
}

static void sift_down(struct heap_item *heap, size_t count, size_t at)
{
    for (;;) {
        size_t best = at, child = 2 * at + 1;

        for (size_t i = child; i < child + 2 && i < count; i++)
            if (before(&heap[i], &heap[best]))
                best = i;
        if (best == at)
            return;
        struct heap_item held = heap[at];

        heap[at] = heap[best];
        heap[best] = held;
        at = best;
    }
}

static size_t rank_reached(struct arena *arena, struct cover *cover, size_t limit, struct chokepoint_rank *ret)
{
    size_t count = cover->graph->choices, ranks = 0;
    struct heap_item *heap = arena_array(arena, struct heap_item, count + 1);

    for (uint32_t choice = 0; choice < count; choice++)
        heap[choice] = (struct heap_item){reached_gain(cover, choice), choice, 0};
    for (size_t i = count / 2 + 1; i-- > 0;)
        sift_down(heap, count, i);
    while (ranks < limit && count > 0 && heap[0].gain > 0) {
        if (heap[0].round == ranks) {
            ret[ranks++] = take(cover, heap[0].choice);
            heap[0] = heap[--count];
        } else {
            heap[0].gain = reached_gain(cover, heap[0].choice);
            heap[0].round = (uint32_t)ranks;
        }
        sift_down(heap, count, 0);
    }
    return ranks;
}

/* ---- what is silenced: gains rise and fall, so those are computed anew whose sites have changed ---- */

struct silence {
    struct lists served, closers; /* endpoints of each site, choices of each endpoint */
    int64_t *gain;                /* of each choice */
    double *nearer;
    uint8_t *stale;
};

static struct lists make_reverse(struct arena *arena, const struct chokepoint_edge *edges, size_t count, uint32_t nodes)
{
    struct chokepoint_edge *reversed = arena_array(arena, struct chokepoint_edge, count + 1);

    for (size_t i = 0; i < count; i++)
        reversed[i] = (struct chokepoint_edge){edges[i].to, edges[i].from};
    return make_lists(arena, reversed, count, nodes);
}

static void init_silence(struct silence *silence, struct arena *arena, const struct chokepoint_graph *graph)
{
    *silence = (struct silence){make_reverse(arena, graph->serves, graph->serve_count, graph->sites),
                                make_reverse(arena, graph->closes, graph->close_count, graph->endpoints),
                                arena_array(arena, int64_t, (size_t)graph->choices + 1),
                                arena_array(arena, double, (size_t)graph->choices + 1),
                                arena_array(arena, uint8_t, (size_t)graph->choices + 1)};
    memset(silence->stale, 1, graph->choices);
}

static void mark_stale(const struct cover *cover, struct silence *silence, uint32_t choice)
{
    for (uint32_t i = cover->closes.start[choice]; i < cover->closes.start[choice + 1]; i++) {
        uint32_t endpoint = cover->closes.at[i];

        for (uint32_t k = cover->serves.start[endpoint]; k < cover->serves.start[endpoint + 1]; k++) {
            uint32_t site = cover->serves.at[k];

            for (uint32_t e = silence->served.start[site]; e < silence->served.start[site + 1]; e++) {
                uint32_t other = silence->served.at[e];

                for (uint32_t c = silence->closers.start[other]; c < silence->closers.start[other + 1]; c++)
                    silence->stale[silence->closers.at[c]] = 1;
            }
        }
    }
}

static bool find_best(struct cover *cover, struct silence *silence, uint32_t *ret)
{
    double best_nearer = 0;
    int64_t best_gain = 0;
    bool found = false;

    for (uint32_t choice = 0; choice < cover->graph->choices; choice++) {
        if (cover->taken[choice])
            continue;
        if (silence->stale[choice])
            silence->gain[choice] = silenced_gain(cover, choice, &silence->nearer[choice]);
        silence->stale[choice] = 0;
        if (silence->gain[choice] > best_gain || (silence->gain[choice] == best_gain && silence->nearer[choice] > best_nearer)) {
            best_gain = silence->gain[choice];
            best_nearer = silence->nearer[choice];
            *ret = choice;
            found = true;
        }
    }
    return found;
}

static size_t rank_silenced(struct arena *arena, struct cover *cover, size_t limit, struct chokepoint_rank *ret)
{
    struct silence silence;
    size_t ranks = 0;
    uint32_t choice;

    init_silence(&silence, arena, cover->graph);
    while (ranks < limit && find_best(cover, &silence, &choice)) {
        mark_stale(cover, &silence, choice);
        ret[ranks++] = take(cover, choice);
    }
    return ranks;
}

size_t chokepoint_rank(struct arena *arena, const struct chokepoint_graph *graph, enum chokepoint_objective objective,
                       size_t limit, struct chokepoint_rank *ret)
{
    struct cover cover;

    init(&cover, arena, graph);
    return objective == CHOKEPOINT_reached ? rank_reached(arena, &cover, limit, ret) : rank_silenced(arena, &cover, limit, ret);
}
