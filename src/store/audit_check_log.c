/* The log itself: leaves, head and checkpoints. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "audit_check_private.h"
#include "base/instant.h"
#include "core/leaf.h"
#include "core/merkle.h"

#define SCRATCH ((size_t)16 << 20)

enum leaf_column { INDEX, AT, ACTOR, ACTION, SUBJECT, DETAIL, LEAF_HASH, ROOT, NOTE, COLUMN_COUNT };

struct walk {
    struct audit_check *check;
    struct arena *scratch; /* of one row */
    struct merkle_range range;
    uint64_t next; /* index of the leaf that should come */
    size_t given;  /* the next to be met */
    bool gap;      /* leaves are missing: no root can be known from there on */
    bool parted;   /* a checkpoint had another root: all that follow will too */
};

static void found(struct walk *walk, const char *table, uint64_t id, const char *what)
{
    audit_found(walk->check, table, bytes_printf(walk->scratch, "%" PRIu64, id), what);
}

/* ---- checkpoints ---- */

static bool same_hash(const struct sha256 *a, const struct sha256 *b)
{
    return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/* NULL, or what is wrong with who signed it. */
static const char *signature_fault(struct walk *walk, struct bytes note, bool is_given)
{
    enum checkpoint_trust trust;

    walk->check->checkpoints++;
    if (!walk->check->key->can_check)
        return NULL;
    trust = checkpoint_check(walk->scratch, note, walk->check->key);
    if (trust == CHECKPOINT_FORGED)
        return "its signature is false";
    if (trust == CHECKPOINT_OTHER_KEY && is_given)
        return "it is not signed by the key of this log";
    walk->check->unsigned_checkpoints += trust != CHECKPOINT_SIGNED;
    return NULL;
}

static bool root_is(const struct walk *walk, const struct sha256 *root)
{
    struct sha256 now;

    merkle_range_root(&walk->range, &now);
    return same_hash(&now, root);
}

static void stored_check(struct walk *walk, uint64_t size, struct bytes root, struct bytes note)
{
    struct checkpoint checkpoint = {.size = 0};
    const char *fault = signature_fault(walk, note, false);
    struct op op; /* what is wrong with a note is a finding, not a failure */

    op_init(&op, walk->scratch, 0, "");
    if (fault != NULL)
        found(walk, "audit_checkpoint", size, fault);
    if (checkpoint_parse(&op, note, &checkpoint) != ST_OK || checkpoint.size != size ||
        !bytes_equal(root, sha256_raw(&checkpoint.root))) {
        found(walk, "audit_checkpoint", size, "its note does not say what the row says");
    } else if (!walk->gap && !walk->parted && !root_is(walk, &checkpoint.root)) {
        walk->parted = true;
        found(walk, "audit_checkpoint", size, "the log up to here is not the one that was signed then");
    }
}

static void given_check(struct walk *walk, const struct audit_given *given)
{
    const char *fault = signature_fault(walk, given->note, true);

    if (fault != NULL)
        audit_found(walk->check, "checkpoint", given->name, fault);
    else if (!bytes_equal(given->checkpoint.origin, walk->check->key->origin))
        audit_found(walk->check, "checkpoint", given->name, "it is of another log");
    else if (!walk->gap && !root_is(walk, &given->checkpoint.root))
        audit_found(walk->check, "checkpoint", given->name, "the log up to there is not the one that it was made of");
}

/* The checkpoints from outside that are of the log as it is up to here. */
static void given_meet(struct walk *walk)
{
    while (walk->given < walk->check->given_count && walk->check->given[walk->given].checkpoint.size <= walk->next)
        given_check(walk, &walk->check->given[walk->given++]);
}

static int compare_given(const void *a, const void *b)
{
    uint64_t x = ((const struct audit_given *)a)->checkpoint.size, y = ((const struct audit_given *)b)->checkpoint.size;

    return (x > y) - (x < y);
}

/* ---- leaves ---- */

/* A moment that no leaf can have (infinity, a year of five digits) becomes another one: the hash will not fit. */
static int64_t moment(const struct copy_value *value)
{
    const int64_t limit = 8000 * 366 * INSTANT_DAY;
    int64_t raw = value_i64(value);

    return raw < -limit || raw > limit ? 0 : value_instant(value);
}

static void leaf_check(struct walk *walk, const struct copy_value *values)
{
    struct leaf leaf = {.at_us = moment(&values[AT]),
                        .actor = value_text(&values[ACTOR]),
                        .action = value_text(&values[ACTION]),
                        .subject = value_text(&values[SUBJECT]),
                        .detail = value_text(&values[DETAIL])};
    struct sha256 hash, stored = {{0}};

    merkle_leaf_hash(leaf_print(walk->scratch, &leaf), &hash);
    if (values[LEAF_HASH].n == sizeof(stored.b))
        memcpy(stored.b, values[LEAF_HASH].p, sizeof(stored.b));
    if (!same_hash(&hash, &stored))
        found(walk, "audit_leaf", walk->next, "it was changed: it does not give its hash");
    merkle_range_append(&walk->range, &stored); /* so that one changed leaf is one finding */
}

static void gap_check(struct walk *walk, uint64_t index)
{
    if (index == walk->next)
        return;
    if (!walk->gap)
        found(walk, "audit_leaf", walk->next, "it is missing");
    walk->gap = true;
    walk->next = index;
}

static enum status on_leaf(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct walk *walk = arg;
    uint64_t index;

    if (columns != COLUMN_COUNT)
        return op_fail(op, ST_BUG, "copy_leaves: other columns than expected");
    arena_reset(walk->scratch);
    index = (uint64_t)value_i64(&values[INDEX]);
    if (index + 1 != walk->next) { /* else a further checkpoint of the same leaf */
        gap_check(walk, index);
        leaf_check(walk, values);
        walk->next++;
        walk->check->leaves++;
        given_meet(walk);
    }
    if (values[NOTE].p != NULL)
        stored_check(walk, walk->next, value_text(&values[ROOT]), value_text(&values[NOTE]));
    return ST_OK;
}

/* ---- the end of the log ---- */

static enum status head_check(struct op *op, struct db *db, struct walk *walk)
{
    AUTO(pg_clear) PGresult *res = NULL;
    struct merkle_range head;
    enum status st = db_run(op, db, &Q_AUDIT_LIST_HEADS, NULL, &res);

    if (st != ST_OK || walk->gap)
        return st;
    if (PQntuples(res) != 1 || !merkle_range_parse((uint64_t)cell_i64(res, 0, 0), cell_bytea(op->arena, res, 0, 1), &head))
        audit_found(walk->check, "audit_head", BYTES("1"), "it is missing or damaged");
    else if (head.size != walk->range.size)
        audit_found(walk->check, "audit_head", BYTES("1"), "the log has more or fewer leaves than it says");
    else if (!bytes_equal(merkle_range_print(&head), merkle_range_print(&walk->range)))
        audit_found(walk->check, "audit_head", BYTES("1"), "its root is not that of the leaves");
    return ST_OK;
}

static enum status stored_beyond(struct op *op, struct db *db, struct walk *walk)
{
    struct param params[] = {param_i64(op->arena, (int64_t)walk->next)};
    struct walk empty = {.check = walk->check, .scratch = walk->scratch};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_AUDIT_LIST_STRANGE_CHECKPOINTS, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        if (cell_i64(res, row, 0) == 0)
            stored_check(&empty, 0, cell_bytea(op->arena, res, row, 1), cell_text(res, row, 2));
        else
            audit_found(walk->check, "audit_checkpoint", cell_text(res, row, 0), "the log was longer then: its end was removed");
    return st;
}

static void given_beyond(struct walk *walk)
{
    for (; walk->given < walk->check->given_count; walk->given++) {
        const struct audit_given *given = &walk->check->given[walk->given];
        const char *fault = signature_fault(walk, given->note, true);

        audit_found(walk->check, "checkpoint", given->name,
                    fault != NULL ? fault : "the log was longer when it was made: its end was removed");
    }
}

enum status audit_check_log(struct op *op, struct db *db, struct audit_check *check)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SCRATCH);
    struct walk walk = {.check = check, .scratch = scratch};
    enum status st;

    if (check->given_count > 1)
        qsort(check->given, check->given_count, sizeof(*check->given), compare_given);
    given_meet(&walk);
    st = db_copy_out(op, db, &Q_AUDIT_COPY_LEAVES, on_leaf, &walk);
    if (st == ST_OK)
        st = head_check(op, db, &walk);
    if (st == ST_OK)
        st = stored_beyond(op, db, &walk);
    if (st != ST_OK)
        return st;
    given_beyond(&walk);
    merkle_range_root(&walk.range, &check->root);
    return ST_OK;
}
