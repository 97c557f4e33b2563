/* Candidates by the set-based statement: rows come pair by pair. */
#include <string.h>

#include "store/candidate.h"

#define COLUMNS 26

struct stream {
    const struct candidate_source *source;
    struct arena *arena; /* of the pair that is being read */
    struct uuid endpoint, site;
    struct match_lives lives;
    struct evidence *items;
    size_t count, room;
    uint32_t contrary;
};

static enum status deliver(struct op *op, struct stream *stream)
{
    struct match_pair pair = {stream->lives, stream->items, stream->count, stream->contrary};
    enum status st = ST_OK;

    hub_rulings_apply(stream->source->rulings, &stream->endpoint, &stream->site, stream->items, stream->count);
    if (stream->count > 0)
        st = stream->source->pair(op, &stream->endpoint, &stream->site, &pair, stream->source->arg);
    stream->items = NULL;
    stream->count = stream->room = 0;
    arena_reset(stream->arena);
    return st;
}

/* An entity of which no record is left has no life, and no distance to others. */
static struct match_lives lives_decode(const struct copy_value *v)
{
    struct match_lives lives = {INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX};

    if (v[0].p != NULL)
        lives.endpoint_first_us = value_instant(&v[0]), lives.endpoint_last_us = value_instant(&v[1]);
    if (v[2].p != NULL)
        lives.site_first_us = value_instant(&v[2]), lives.site_last_us = value_instant(&v[3]);
    return lives;
}

static struct match_side side_decode(const struct copy_value *v)
{
    return (struct match_side){.role = (enum record_role)value_i16(&v[0]),
                               .records = value_i32(&v[1]),
                               .partners = value_i16(&v[2]),
                               .grade = value_i16(&v[3]),
                               .first_us = value_instant(&v[4]),
                               .last_us = value_instant(&v[5])};
}

static struct evidence evidence_decode(const struct candidate_source *source, struct arena *arena, const struct copy_value *v)
{
    struct evidence evidence = {.kind = (enum trait_kind)value_i16(&v[2]),
                                .hash = (uint64_t)value_i64(&v[3]),
                                .value = bytes_copy(arena, value_text(&v[4])),
                                .endpoints = value_i32(&v[5]),
                                .sites = value_i32(&v[6]),
                                .endpoint = side_decode(&v[7]),
                                .site = side_decode(&v[13])};

    evidence.hub = match_hub(source->data, evidence.kind, evidence.value);
    if (v[24].p != NULL && v[25].p != NULL)
        match_liken_all(&evidence, bytes_copy(arena, value_text(&v[24])), bytes_copy(arena, value_text(&v[25])));
    return evidence;
}

static void put(struct stream *stream, const struct evidence *evidence)
{
    size_t room = stream->room == 0 ? 16 : stream->room * 2, size = sizeof(*evidence);

    if (stream->count == stream->room) {
        stream->items = arena_grow(stream->arena, stream->items, stream->count * size, room * size);
        stream->room = room;
    }
    stream->items[stream->count++] = *evidence;
}

static enum status on_row(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct stream *stream = arg;
    enum status st = ST_OK;
    struct uuid endpoint, site;
    struct evidence evidence;

    if (columns != COLUMNS)
        return op_fail(op, ST_BUG, "evidence: %u columns", columns);
    endpoint = value_uuid(&values[0]);
    site = value_uuid(&values[1]);
    if (uuid_compare(&endpoint, &stream->endpoint) != 0 || uuid_compare(&site, &stream->site) != 0)
        st = deliver(op, stream);
    stream->endpoint = endpoint;
    stream->site = site;
    stream->lives = lives_decode(&values[19]);
    stream->contrary = (uint32_t)value_i32(&values[23]);
    evidence = evidence_decode(stream->source, stream->arena, values);
    put(stream, &evidence);
    return st;
}

/* The work tables are joined by hash, whatever the planner thinks of how few rows will meet: a loop over the names of 700 endpoints was once
 * gone through for each of 3,245 rows. */
enum status candidate_by_query(struct op *op, struct db *db, const struct candidate_source *source)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct stream stream = {.source = source, .arena = arena};
    const struct param no_loop = param_bool(false), loop = param_bool(true);
    enum status st = db_do(op, db, &Q_CORRELATE_PLAN_LOOP, &no_loop);

    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_CORRELATE_EVIDENCE, on_row, &stream);
    if (st == ST_OK)
        st = deliver(op, &stream);
    return st == ST_OK ? db_do(op, db, &Q_CORRELATE_PLAN_LOOP, &loop) : st;
}
