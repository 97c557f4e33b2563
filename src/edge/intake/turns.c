#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "stage.h"

#define LANES 2

struct turns {
    session_open_fn *open;
    const char *conninfo;
    const char *role;
    struct lane lanes[LANES];
    struct lane *closing;
    atomic_bool lent;
};

struct turns *turns_new(session_open_fn *open, const char *conninfo, const char *role)
{
    struct turns *turns = calloc(1, sizeof(*turns));

    if (turns == NULL)
        abort();
    turns->open = open;
    turns->conninfo = conninfo;
    turns->role = role;
    for (size_t i = 0; i < LANES; i++) {
        turns->lanes[i].chunk.arena = arena_new(SIZE_MAX);
        turns->lanes[i].scratch = arena_new(SIZE_MAX);
    }
    return turns;
}

void turns_free(struct turns **turns)
{
    if (*turns == NULL)
        return;
    turns_wait(*turns);
    for (size_t i = 0; i < LANES; i++) {
        struct lane *lane = &(*turns)->lanes[i];

        db_close(&lane->db);
        arena_free(&lane->chunk.arena);
        arena_free(&lane->scratch);
    }
    free(*turns);
    *turns = NULL;
}

struct turns *turns_borrow(struct turns *turns)
{
    return atomic_exchange(&turns->lent, true) ? NULL : turns;
}

void turns_give_back(struct turns **borrowed)
{
    if (*borrowed != NULL)
        atomic_store(&(*borrowed)->lent, false);
    *borrowed = NULL;
}

enum status turns_lane(struct op *op, struct turns *turns, struct lane **ret)
{
    struct lane *lane = turns->closing == &turns->lanes[0] ? &turns->lanes[1] : &turns->lanes[0];
    enum status st = ST_OK;

    if (lane->db != NULL && !db_is_alive(lane->db))
        db_close(&lane->db);
    if (lane->db == NULL)
        st = turns->open(op, turns->conninfo, turns->role, &lane->db);
    if (st == ST_OK)
        *ret = lane;
    return st;
}

static void *close_and_commit(void *arg)
{
    struct lane *lane = arg;

    lane->st = chunk_close(&lane->op, lane->db, &lane->chunk);
    int64_t since_us = clock_monotonic_us();

    if (lane->st == ST_OK)
        lane->st = db_commit(&lane->op, lane->db);
    if (lane->st != ST_OK)
        db_rollback(lane->db);
    stage_end(lane->chunk.intake, INTAKE_STAGE_commit, since_us);
    atomic_store(&lane->is_done, true);
    return NULL;
}

enum status turns_close(struct op *op, struct turns *turns, struct lane *lane)
{
    int error;

    arena_reset(lane->scratch);
    atomic_store(&lane->is_done, false);
    op_init(&lane->op, lane->scratch, op->now_us, op->actor);
    error = pthread_create(&lane->thread, NULL, close_and_commit, lane);
    if (error != 0)
        return op_fail(op, ST_UNAVAILABLE, "no thread can be started: %s", strerror(error));
    turns->closing = lane;
    return ST_OK;
}

const struct lane *turns_closing(const struct turns *turns)
{
    return turns->closing;
}

bool turns_is_done(const void *lane)
{
    return atomic_load(&((const struct lane *)lane)->is_done);
}

struct lane *turns_wait(struct turns *turns)
{
    struct lane *lane = turns->closing;

    if (lane != NULL)
        pthread_join(lane->thread, NULL);
    turns->closing = NULL;
    return lane;
}
