#include "link_batch.h"

#include "step.h"

#define LINKS_A_BLOCK 16384

struct block {
    struct block *next;
    size_t count;
    struct made_link links[LINKS_A_BLOCK];
};

struct link_batch {
    struct arena *arena;
    struct block *first, *last;
    int64_t count;
};

struct link_batch *link_batch_new(struct arena *arena)
{
    struct link_batch *batch = arena_new_of(arena, struct link_batch);

    batch->arena = arena;
    return batch;
}

void link_batch_put(struct link_batch *batch, const struct made_link *link)
{
    if (batch->last == NULL || batch->last->count == LINKS_A_BLOCK) {
        struct block *block = arena_new_of(batch->arena, struct block);

        if (batch->last == NULL)
            batch->first = block;
        else
            batch->last->next = block;
        batch->last = block;
    }
    batch->last->links[batch->last->count++] = *link;
    batch->count++;
}

static enum status copy_links(struct op *op, struct db *db, const struct query *query, const struct link_batch *batch,
                              int16_t model_id)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, query, &copy);

    if (st != ST_OK)
        return st;
    for (const struct block *block = batch->first; block != NULL; block = block->next)
        for (size_t i = 0; i < block->count; i++) {
            copy_row(copy, 6);
            copy_uuid(copy, &block->links[i].site);
            copy_uuid(copy, &block->links[i].endpoint);
            copy_i64(copy, block->links[i].bits);
            copy_i64(copy, block->links[i].hand);
            copy_i64(copy, (int64_t)block->links[i].rules);
            copy_i16(copy, model_id);
        }
    return copy_end(copy, NULL);
}

static enum status write_changes(struct op *op, struct db *db, const struct link_batch *batch, bool all, int16_t model_id,
                                 struct correlate_counts *counts)
{
    static const struct step before = {&Q_CORRELATE_MAKE_LINK, NULL, NULL};
    const struct step after[] = {{&Q_CORRELATE_ANALYZE_LINK, NULL, NULL},
                                 {all ? &Q_CORRELATE_MAKE_ALL_JUDGED : &Q_CORRELATE_MAKE_JUDGED, NULL, NULL},
                                 {&Q_CORRELATE_ANALYZE_JUDGED, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_GONE, NULL, NULL},
                                 {&Q_CORRELATE_MAKE_NEW, NULL, NULL},
                                 {&Q_CORRELATE_DROP_LINK, NULL, &counts->dropped},
                                 {&Q_CORRELATE_CHANGE_LINK, NULL, &counts->written}};
    static const struct step changed[] = {
        {&Q_CORRELATE_ANALYZE_GONE, NULL, NULL}, {&Q_CORRELATE_ANALYZE_NEW, NULL, NULL}, {&Q_PROGRAMME_NOTE_LINK, NULL, NULL}};
    enum status st = step_run(op, db, &before, 1);

    if (st == ST_OK)
        st = copy_links(op, db, &Q_CORRELATE_COPY_LINK, batch, model_id);
    if (st == ST_OK)
        st = step_run(op, db, after, COUNT_OF(after));
    return st == ST_OK && !all ? step_run(op, db, changed, COUNT_OF(changed)) : st;
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
    counts->links = batch->count;
    counts->written = batch->count;
    return first ? copy_links(op, db, &Q_CORRELATE_PUT_LINK, batch, model_id)
                 : write_changes(op, db, batch, all, model_id, counts);
}
