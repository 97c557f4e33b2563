#include "world/world.h"

/* 2025-07-01 to 2026-07-01 */
const int64_t world_start_us = INT64_C(1751328000) * INSTANT_SECOND;
const int64_t world_end_us = INT64_C(1782864000) * INSTANT_SECOND;

bool world_keeps(struct world *world, double probability)
{
    return rng_chance(&world->rng, probability * (1 - world->settings.sparsity));
}

int64_t world_moment(struct world *world, const struct life *life)
{
    int64_t seconds = (life->close_us - life->open_us) / INSTANT_SECOND;

    return life->open_us + rng_range(&world->rng, 0, seconds > 0 ? seconds - 1 : 0) * INSTANT_SECOND;
}

struct bytes world_time(struct world *world, int64_t us)
{
    struct bytes text;

    if (!rng_chance(&world->rng, 0.2))
        return instant_print(world->arena, us);
    text = instant_print(world->arena, us + 2 * INSTANT_HOUR);
    return bytes_printf(world->arena, "%.*s+02:00", (int)text.n - 1, text.p);
}

struct bytes world_amount(struct world *world, int64_t minor)
{
    return bytes_printf(world->arena, "%lld.%02lld", (long long)(minor / 100), (long long)(minor % 100));
}

int64_t world_price(struct rng *rng)
{
    static const int64_t points[] = {995, 999, 1495, 1995, 1999, 2495, 2995, 2999, 3995, 4900, 4995, 5000, 9900, 9995, 10000};

    if (rng_chance(rng, 0.6))
        return points[rng_below(rng, COUNT_OF(points))];
    return rng_range(rng, 500, 15000);
}

bool cell_serves(const struct cell *cell, size_t payee, size_t site)
{
    return !cell->idle[payee][site] && life_overlaps(&cell->payees[payee].life, &cell->sites[site].life);
}

bool life_overlaps(const struct life *a, const struct life *b)
{
    return a->open_us < b->close_us && b->open_us < a->close_us;
}
