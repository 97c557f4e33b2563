#include "link_compare.h"

#include <string.h>

#include "step.h"

#define COLUMNS 6

struct comparing {
    const struct link_batch *batch;
    struct arena *arena;
    int16_t model_id;
    uint32_t *slots; /* index + 1 of a link of the batch; 0: free */
    size_t mask;
    uint8_t *same; /* of each link of the batch: it is stored as it is */
    struct uuid *gone_sites, *gone_endpoints;
    size_t gone_count, gone_room;
};

/* Both ids are derived from a SHA-256. */
static size_t hash_of(const struct uuid *site, const struct uuid *endpoint)
{
    uint64_t a, b;

    memcpy(&a, site->b, sizeof(a));
    memcpy(&b, endpoint->b, sizeof(b));
    return (size_t)((a * UINT64_C(0x9E3779B97F4A7C15)) ^ b);
}

static void index_batch(struct comparing *comparing)
{
    size_t count = link_batch_count(comparing->batch), slots = 1024;

    while (slots < count * 2)
        slots *= 2;
    comparing->mask = slots - 1;
    comparing->slots = arena_array(comparing->arena, uint32_t, slots);
    comparing->same = arena_array(comparing->arena, uint8_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct made_link *link = link_batch_at(comparing->batch, i);
        size_t at = hash_of(&link->site, &link->endpoint) & comparing->mask;

        while (comparing->slots[at] != 0)
            at = (at + 1) & comparing->mask;
        comparing->slots[at] = (uint32_t)i + 1;
    }
}

/* The place of the link between the two + 1, 0 when the run made none. */
static size_t place_of(const struct comparing *comparing, const struct uuid *site, const struct uuid *endpoint)
{
    for (size_t at = hash_of(site, endpoint) & comparing->mask; comparing->slots[at] != 0; at = (at + 1) & comparing->mask) {
        const struct made_link *link = link_batch_at(comparing->batch, comparing->slots[at] - 1);

        if (uuid_compare(&link->site, site) == 0 && uuid_compare(&link->endpoint, endpoint) == 0)
            return comparing->slots[at];
    }
    return 0;
}

static void put_gone(struct comparing *comparing, const struct uuid *site, const struct uuid *endpoint)
{
    size_t count = comparing->gone_count++, room = comparing->gone_room;

    comparing->gone_sites = arena_room(comparing->arena, comparing->gone_sites, count, &room, sizeof(*site));
    comparing->gone_endpoints =
        arena_room(comparing->arena, comparing->gone_endpoints, count, &comparing->gone_room, sizeof(*endpoint));
    comparing->gone_sites[count] = *site;
    comparing->gone_endpoints[count] = *endpoint;
}

static enum status on_stored(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct comparing *comparing = arg;

    if (columns != COLUMNS)
        return op_fail(op, ST_BUG, "link: %u columns", columns);
    struct uuid site = value_uuid(&v[0]), endpoint = value_uuid(&v[1]);
    size_t place = place_of(comparing, &site, &endpoint);

    if (place == 0) {
        put_gone(comparing, &site, &endpoint);
        return ST_OK;
    }
    const struct made_link *link = link_batch_at(comparing->batch, place - 1);

    comparing->same[place - 1] = link->bits == value_i64(&v[2]) && link->hand == value_i64(&v[3]) &&
                                 link->rules == (uint64_t)value_i64(&v[4]) && comparing->model_id == value_i16(&v[5]);
    return ST_OK;
}

static enum status drop_gone(struct op *op, struct db *db, const struct comparing *comparing, int64_t *ret_dropped)
{
    struct param params[] = {param_uuid_array(comparing->arena, comparing->gone_sites, comparing->gone_count),
                             param_uuid_array(comparing->arena, comparing->gone_endpoints, comparing->gone_count)};
    const struct step drop = {&Q_CORRELATE_DROP_MANY_LINK, params, ret_dropped};

    *ret_dropped = 0;
    return comparing->gone_count == 0 ? ST_OK : step_run(op, db, &drop, 1);
}

static enum status write_new(struct op *op, struct db *db, const struct comparing *comparing, int64_t *ret_written)
{
    static const struct step make = {&Q_CORRELATE_MAKE_ALL_NEW, NULL, NULL};
    const struct step change = {&Q_CORRELATE_CHANGE_LINK, NULL, ret_written};
    enum status st = step_run(op, db, &make, 1);

    if (st == ST_OK)
        st = link_batch_copy(op, db, &Q_CORRELATE_COPY_NEW, comparing->batch, comparing->same, comparing->model_id);
    return st == ST_OK ? step_run(op, db, &change, 1) : st;
}

enum status link_compare_write(struct op *op, struct db *db, const struct link_batch *batch, int16_t model_id,
                               struct correlate_counts *counts)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct comparing comparing = {.batch = batch, .arena = arena, .model_id = model_id};
    enum status st;

    index_batch(&comparing);
    st = db_copy_out(op, db, &Q_CORRELATE_LINK_ROWS, on_stored, &comparing);
    if (st == ST_OK)
        st = drop_gone(op, db, &comparing, &counts->dropped);
    return st == ST_OK ? write_new(op, db, &comparing, &counts->written) : st;
}
