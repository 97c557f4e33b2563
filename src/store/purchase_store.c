#include "store/purchase_store.h"

#include "base/buf.h"
#include "base/map.h"
#include "core/purchase.h"
#include "core/trait.h"
#include "purchase_fitting.h"
#include "purchase_take.h"
#include "step.h"

#define CANDIDATE_COLUMNS 11

_Static_assert(TRAIT_payment == 17 && TRAIT_paid == 25 && TRAIT_settled == 26 && ROLE_payment == 9,
               "as the queries of purchase/ have them");

static bool same_purchase(const struct candidate_row *a, const struct candidate_row *b)
{
    return uuid_compare(&a->site, &b->site) == 0 && bytes_equal(a->purchase, b->purchase);
}

/* ---- the payments that fit ---- */

static enum status write_candidates(struct op *op, struct db *db, const struct candidate_table *table)
{
    struct copy *copy;
    enum status st = table->count == 0 ? ST_OK : copy_begin(op, db, &Q_PURCHASE_COPY_CANDIDATE, &copy);

    if (table->count == 0 || st != ST_OK)
        return st;
    for (size_t i = 0; i < table->count; i++) {
        const struct candidate_row *row = &table->rows[i];
        const struct purchase_candidate *candidate = &table->candidates[i];

        copy_row(copy, CANDIDATE_COLUMNS);
        copy_uuid(copy, &row->site);
        copy_text(copy, row->purchase);
        copy_uuid(copy, &row->endpoint);
        copy_text(copy, row->payment);
        copy_i32(copy, candidate->slots);
        copy_i16(copy, (int16_t)candidate->fit.class);
        copy_i64(copy, candidate->fit.evidence);
        copy_i64(copy, candidate->fit.seconds);
        copy_i64(copy, candidate->fit.permille);
        copy_bool(copy, candidate->fit.same_acquirer);
        copy_bool(copy, candidate->fit.odd);
    }
    return copy_end(copy, NULL);
}

static enum status find_candidates(struct op *op, struct db *db, enum correlate_executor executor, struct arena *arena)
{
    struct candidate_table table = {.arena = arena};
    enum status st = purchase_fitting(op, db, executor, &table);

    return st == ST_OK ? write_candidates(op, db, &table) : st;
}

/* ---- one to one ---- */

struct numbering {
    struct candidate_table table;
    struct map payments, endpoints; /* numbers, counted from 1 */
    uint32_t purchases;
};

static uint32_t number_of(struct map *map, struct bytes key)
{
    void **number = map_put(map, key);

    if (*number == NULL)
        *number = (void *)(uintptr_t)map_count(map);
    return (uint32_t)(uintptr_t)*number - 1;
}

static struct bytes payment_key(struct arena *arena, const struct candidate_row *row)
{
    struct buf buf;

    buf_init(&buf, arena);
    buf_put(&buf, uuid_bytes(&row->endpoint));
    buf_put(&buf, row->payment);
    return buf_bytes(&buf);
}

static enum status on_candidate(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct numbering *numbering = arg;
    struct arena *arena = numbering->table.arena;
    struct bytes endpoint;
    int16_t class = columns == CANDIDATE_COLUMNS ? value_i16(&v[5]) : -1;

    if (class < 0 || class >= PURCHASE_CLASS_COUNT)
        return op_fail(op, ST_BUG, "candidates of purchases: a row cannot be read");
    struct candidate_row row = {
        .site = value_uuid(&v[0]), .purchase = value_text(&v[1]), .endpoint = value_uuid(&v[2]), .payment = value_text(&v[3])};
    struct purchase_candidate candidate = {.slots = value_i32(&v[4]),
                                           .fit = {.class = (enum purchase_class) class,
                                                   .evidence = value_i64(&v[6]),
                                                   .seconds = value_i64(&v[7]),
                                                   .permille = value_i64(&v[8]),
                                                   .same_acquirer = value_bool(&v[9]),
                                                   .odd = value_bool(&v[10])}};

    if (numbering->table.count == 0 || !same_purchase(&numbering->table.rows[numbering->table.count - 1], &row))
        numbering->purchases++;
    row.purchase = bytes_copy(arena, row.purchase);
    row.payment = bytes_copy(arena, row.payment);
    endpoint = bytes_copy(arena, uuid_bytes(&row.endpoint));
    candidate.purchase = numbering->purchases - 1;
    candidate.payment = number_of(&numbering->payments, payment_key(arena, &row));
    candidate.endpoint = number_of(&numbering->endpoints, endpoint);
    candidate_table_put(&numbering->table, &row, &candidate);
    return ST_OK;
}

static void copy_settled(struct copy *copy, const struct candidate_row *row, struct bytes value)
{
    copy_row(copy, 6);
    copy_uuid(copy, &row->site);
    copy_text(copy, row->purchase);
    copy_uuid(copy, &row->endpoint);
    copy_text(copy, row->payment);
    copy_i64(copy, (int64_t)trait_hash(TRAIT_settled, value));
    copy_text(copy, value);
}

static enum status write_settled(struct op *op, struct db *db, const struct candidate_table *table, int64_t *ret_count)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_PURCHASE_COPY_SETTLED, &copy);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < table->count; i++) {
        const struct candidate_row *row = &table->rows[i];
        struct bytes value =
            purchase_settled_print(table->arena, &table->candidates[i], row->purchase, &row->site, &row->endpoint);

        if (value.n > 0)
            copy_settled(copy, row, value);
    }
    return copy_end(copy, ret_count);
}

static enum status settle(struct op *op, struct db *db, struct arena *arena, int64_t *ret_count)
{
    struct numbering numbering = {.table.arena = arena};
    enum status st;

    map_init(&numbering.payments, arena);
    map_init(&numbering.endpoints, arena);
    st = db_copy_out(op, db, &Q_PURCHASE_LIST_CANDIDATE, on_candidate, &numbering);
    if (st != ST_OK)
        return st;
    purchase_settle(arena, numbering.table.candidates, numbering.table.count);
    return write_settled(op, db, &numbering.table, ret_count);
}

/* ---- all of it ---- */

/* Adds what hangs together with the purchases that are there, round by round. */
static enum status grow(struct op *op, struct db *db)
{
    enum status st = db_do(op, db, &Q_PURCHASE_RESTART, NULL);

    for (int64_t round = 0, added = 1; st == ST_OK && added > 0; round++) {
        AUTO(pg_clear) PGresult *res = NULL;
        struct param params[] = {param_i64(op->arena, round)};

        st = db_run(op, db, &Q_PURCHASE_GROW, params, &res);
        added = st == ST_OK ? db_affected(res) : 0;
    }
    return st;
}

static enum status settle_taken(struct op *op, struct db *db, bool all, enum correlate_executor executor, int64_t *ret_count)
{
    static const struct step before[] = {
        {&Q_PURCHASE_ANALYZE, NULL, NULL}, {&Q_PURCHASE_MAKE_SETTLED, NULL, NULL}, {&Q_PURCHASE_DROP_CANDIDATE, NULL, NULL}};
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    enum status st = all ? ST_OK : grow(op, db); /* what hung together until now */

    if (st == ST_OK)
        st = step_run(op, db, before, COUNT_OF(before));
    if (st == ST_OK)
        st = find_candidates(op, db, executor, arena);
    if (st == ST_OK && !all)
        st = grow(op, db); /* what hangs together from now on */
    return st == ST_OK ? settle(op, db, arena, ret_count) : st;
}

static enum status write_changes(struct op *op, struct db *db)
{
    static const struct step steps[] = {
        {&Q_PURCHASE_MAKE_UNSETTLED, NULL, NULL},    {&Q_PURCHASE_PUT_UNSETTLED, NULL, NULL},
        {&Q_PURCHASE_ANALYZE_UNSETTLED, NULL, NULL}, {&Q_PURCHASE_DROP_SETTLED, NULL, NULL},
        {&Q_PURCHASE_PUT_SETTLED, NULL, NULL},       {&Q_PURCHASE_DROP_ENDPOINT_TRAIT, NULL, NULL},
        {&Q_PURCHASE_DROP_SITE_TRAIT, NULL, NULL},   {&Q_PURCHASE_PUT_ENDPOINT_TRAIT, NULL, NULL},
        {&Q_PURCHASE_PUT_SITE_TRAIT, NULL, NULL},    {&Q_PURCHASE_TOUCH_ENDPOINT, NULL, NULL},
        {&Q_PURCHASE_TOUCH_SITE, NULL, NULL},        {&Q_PURCHASE_TOUCH_VALUE, NULL, NULL}};

    return step_run(op, db, steps, COUNT_OF(steps));
}

static enum status begin(struct op *op, struct db *db, bool all, bool *ret_work)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);

    if (st == ST_OK)
        st = db_run(op, db, &Q_PURCHASE_HAS_WORK, NULL, &res);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_PLAN_SMALL, NULL); /* purchases are few among the traits, even all of them */
    *ret_work = st == ST_OK && (all || cell_bool(res, 0, 0));
    return st;
}

enum status purchase_settle_changed(struct op *op, struct db *db, bool all, enum correlate_executor executor,
                                    int64_t *ret_settled)
{
    bool any = false;
    enum status st = begin(op, db, all, &any);

    *ret_settled = 0;
    if (st == ST_OK && any)
        st = purchase_take(op, db, all, &any);
    if (st == ST_OK && any)
        st = settle_taken(op, db, all, executor, ret_settled);
    return st == ST_OK && any ? write_changes(op, db) : st;
}
