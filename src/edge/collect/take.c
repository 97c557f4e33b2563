#include "take.h"

#include "../intake/spool.h"
#include "edge/intake.h"

/* The same bytes as records of one kind. */
struct part {
    struct intake intake;
    struct spool spool;
    struct submission submission;
};

struct take {
    struct run *run;
    struct arena *arena;
    struct op op;
    struct part parts[RECORD_KIND_COUNT];
    size_t count;
    int64_t bytes;
};

/* ---- the bytes ---- */

static void part_init(struct take *take, enum record_kind kind, const char *label, struct part *part)
{
    const struct run *run = take->run;
    const struct config *config = run->options->config;

    part->intake = (struct intake){.db = run->db,
                                   .data = run->options->data,
                                   .key = &run->options->key,
                                   .partner = &run->partner,
                                   .kind = kind,
                                   .source = label,
                                   .profile = &run->source->profile,
                                   .profile_text = run->source->profile_text,
                                   .chunk_records = config_number(config, CONFIG_chunk_records),
                                   .memory = (size_t)config_number(config, CONFIG_unit_memory) << 20};
    intake_submission(&take->op, &part->intake, &part->submission);
}

static enum status take_fail(struct take *take, enum status st)
{
    return st == ST_OK ? ST_OK : op_fail(take->run->op, st, "%s", take->op.cause);
}

/* The files in a container have names of their own: each kind that the profile knows of takes what is its own. */
static bool kinds_find(const struct profile *profile, struct bytes file_name, bool ret[RECORD_KIND_COUNT])
{
    if (!profile->kinds_of_files || !bytes_end(file_name, BYTES(".zip")))
        return profile_kinds(profile, file_name, ret);
    for (size_t i = 0; i < profile->kind_count; i++)
        ret[profile->kinds[i].kind] = true;
    return true;
}

enum status take_new(struct run *run, struct bytes file_name, const char *label, struct take **ret)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct take *take = arena_new_of(arena, struct take);
    bool kinds[RECORD_KIND_COUNT] = {false};
    enum status st = ST_OK;

    take->run = run;
    take->arena = arena;
    op_init(&take->op, arena, run->op->now_us, run->op->actor);
    *ret = take;
    if (!kinds_find(&run->source->profile, file_name, kinds))
        return op_fail(run->op, ST_INPUT, "the profile does not tell the kind of a file of this name");
    for (int kind = 0; kind < RECORD_KIND_COUNT && st == ST_OK; kind++) {
        struct part *part = &take->parts[take->count];

        if (!kinds[kind])
            continue;
        part_init(take, (enum record_kind)kind, label, part);
        take->count++;
        st = spool_begin(&take->op, &part->intake, &part->spool);
    }
    return take_fail(take, st);
}

static enum status limit_check(struct take *take, int64_t bytes)
{
    if (bytes <= take->run->plan->limit_bytes)
        return ST_OK;
    return op_fail(&take->op, ST_LIMIT, "it is larger than limit_mib allows");
}

enum status take_feed(struct take *take, struct bytes piece)
{
    enum status st;

    take->bytes += (int64_t)piece.n;
    st = limit_check(take, take->bytes);
    for (size_t i = 0; i < take->count && st == ST_OK; i++) {
        st = spool_feed(&take->parts[i].spool, piece);
        if (st == ST_OK)
            st = limit_check(take, take->parts[i].spool.stored_bytes);
    }
    return take_fail(take, st);
}

enum status take_end(struct take *take)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < take->count && st == ST_OK; i++) {
        st = spool_end(&take->parts[i].spool);
        if (st == ST_OK)
            st = limit_check(take, take->parts[i].spool.stored_bytes);
    }
    return take_fail(take, st);
}

int64_t take_bytes(const struct take *take)
{
    return take->bytes;
}

void take_free(struct take **take)
{
    struct arena *arena;

    if (*take == NULL)
        return;
    for (size_t i = 0; i < (*take)->count; i++)
        spool_close(&(*take)->parts[i].spool);
    arena = (*take)->arena;
    arena_free(&arena);
    *take = NULL;
}

/* ---- the transaction ---- */

struct step {
    struct take *take; /* NULL: no data */
    struct run *run;
    struct bytes position;
    const struct source_item *item;
};

static enum status place_put(struct op *op, struct db *db, const struct step *step)
{
    const struct run *run = step->run;
    enum status st = ST_OK;

    if (step->position.p != NULL)
        st = source_put_position(op, db, run->row.id, step->position);
    if (st == ST_OK && step->item != NULL)
        st = source_put_item(op, db, run->row.id, step->item, &run->source->profile_sha256);
    return st;
}

static enum status data_put(struct op *op, struct db *db, struct take *take)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < take->count && st == ST_OK; i++) {
        struct part *part = &take->parts[i];

        if (part->spool.facts.is_of_other_kinds)
            continue;
        intake_name(&part->intake, &part->spool, &part->submission);
        st = submission_add(op, db, &part->submission, spool_next, &part->spool);
        if (st == ST_OK)
            st = source_put_submission(op, db, take->run->row.id, &part->submission.id);
    }
    return st;
}

static enum status place_work(struct op *op, struct db *db, void *step)
{
    return place_put(op, db, step);
}

static enum status step_work(struct op *op, struct db *db, void *arg)
{
    struct step *step = arg;
    enum status st = data_put(op, db, step->take);

    return st == ST_OK ? place_put(op, db, step) : st;
}

enum status take_commit(struct take *take, struct bytes position, const struct source_item *item)
{
    struct step step = {take, take->run, position, item};
    enum status st = db_unit(&take->op, take->run->db, step_work, &step);

    if (st != ST_OK)
        return take_fail(take, st);
    take->run->stored = true;
    take->run->result->submissions += (int64_t)take->count;
    return ST_OK;
}

static enum status place_commit(struct step *step)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct run *run = step->run;
    struct op op;

    op_init(&op, arena, run->op->now_us, run->op->actor);
    enum status st = db_unit(&op, run->db, place_work, step);

    return st == ST_OK ? ST_OK : op_fail(run->op, st, "%s", op.cause);
}

enum status position_commit(struct run *run, struct bytes position)
{
    return place_commit(&(struct step){.run = run, .position = position});
}

enum status item_commit(struct run *run, const struct source_item *item)
{
    return place_commit(&(struct step){.run = run, .item = item});
}
