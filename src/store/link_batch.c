#include "link_batch.h"

#include "link_compare.h"
#include "step.h"

#define BLOCK_BITS 14
#define BLOCK_LINKS ((size_t)1 << BLOCK_BITS)

struct link_batch {
    struct arena *arena;
    struct made_link **blocks;
    size_t room; /* of blocks */
    size_t count;
};

struct link_batch *link_batch_new(struct arena *arena)
{
    struct link_batch *batch = arena_new_of(arena, struct link_batch);

    batch->arena = arena;
    return batch;
}

void link_batch_put(struct link_batch *batch, const struct made_link *link)
{
    size_t block = batch->count >> BLOCK_BITS;

    batch->blocks = arena_room(batch->arena, batch->blocks, block, &batch->room, sizeof(*batch->blocks));
    if (batch->blocks[block] == NULL)
        batch->blocks[block] = arena_array(batch->arena, struct made_link, BLOCK_LINKS);
    batch->blocks[block][batch->count++ & (BLOCK_LINKS - 1)] = *link;
}

size_t link_batch_count(const struct link_batch *batch)
{
    return batch->count;
}

const struct made_link *link_batch_at(const struct link_batch *batch, size_t index)
{
    return &batch->blocks[index >> BLOCK_BITS][index & (BLOCK_LINKS - 1)];
}

enum status link_batch_copy(struct op *op, struct db *db, const struct query *query, const struct link_batch *batch,
                            const uint8_t *left_out, int16_t model_id)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, query, &copy);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < batch->count; i++) {
        const struct made_link *link = link_batch_at(batch, i);

        if (left_out != NULL && left_out[i])
            continue;
        copy_row(copy, 6);
        copy_uuid(copy, &link->site);
        copy_uuid(copy, &link->endpoint);
        copy_i64(copy, link->bits);
        copy_i64(copy, link->hand);
        copy_i64(copy, (int64_t)link->rules);
        copy_i16(copy, model_id);
    }
    return copy_end(copy, NULL);
}

/* Of the pairs that were looked at, by the work tables of the run. */
static enum status write_some(struct op *op, struct db *db, const struct link_batch *batch, int16_t model_id,
                              struct correlate_counts *counts)
{
    static const struct step before = {&Q_CORRELATE_MAKE_LINK, NULL, NULL};
    const struct step after[] = {{&Q_CORRELATE_ANALYZE_LINK, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_JUDGED, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_JUDGED, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_GONE, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_NEW, NULL, NULL},
                                 {&Q_CORRELATE_DROP_LINK, NULL, &counts->dropped},
                                 {&Q_CORRELATE_CHANGE_LINK, NULL, &counts->written},
                                 {&Q_CORRELATE_ANALYZE_GONE, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_NEW, NULL, NULL},
                                 {&Q_PROGRAMME_NOTE_LINK, NULL, NULL}};
    enum status st = step_run(op, db, &before, 1);

    if (st == ST_OK)
        st = link_batch_copy(op, db, &Q_CORRELATE_COPY_LINK, batch, NULL, model_id);
    return st == ST_OK ? step_run(op, db, after, COUNT_OF(after)) : st;
}

static enum status is_first(struct op *op, struct db *db, bool *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_CORRELATE_HAS_LINK, NULL, &res);

    if (st == ST_OK)
        *ret = !cell_bool(res, 0, 0);
    return st;
}

enum status link_batch_write(struct op *op, struct db *db, const struct link_batch *batch, bool all, int16_t model_id,
                             struct correlate_counts *counts)
{
    bool first = false;
    enum status st = all ? is_first(op, db, &first) : ST_OK;

    if (st != ST_OK)
        return st;
    counts->links = (int64_t)batch->count;
    counts->written = (int64_t)batch->count;
    if (first)
        return link_batch_copy(op, db, &Q_CORRELATE_PUT_LINK, batch, NULL, model_id);
    return all ? link_compare_write(op, db, batch, model_id, counts) : write_some(op, db, batch, model_id, counts);
}
