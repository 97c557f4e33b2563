#include "store/record_store.h"

#include "base/json.h"
#include "base/map.h"
#include "store/audit_store.h"

/* The newest revision of a record, on file or in this batch. */
struct newest {
    int32_t revision;
    bool superseded;
    bool on_file;
    struct bytes content_hash;
    struct row *row; /* NULL: on file */
};

struct row {
    const struct asserted *asserted;
    int32_t revision;
    bool superseded;
};

struct batch {
    const struct submission *submission;
    const struct asserted *records;
    size_t count;
    struct map known; /* record id → struct newest */
    struct row *rows; /* to be added */
    size_t row_count;
    struct uuid *replaced; /* ids of records whose row on file is no longer in force */
    size_t replaced_count;
    struct trait_delta *delta;
};

/* Whose record it is, of what kind. */
struct origin {
    const struct ident_data *data;
    struct bytes partner;
    enum record_kind kind;
};

static void newest_read(struct op *op, const PGresult *res, int row, struct map *known)
{
    struct newest *newest = arena_new_of(op->arena, struct newest);
    struct uuid *id = arena_new_of(op->arena, struct uuid);

    *id = cell_uuid(res, row, 0);
    newest->revision = (int32_t)cell_i64(res, row, 1);
    newest->superseded = cell_bool(res, row, 2);
    newest->on_file = true;
    newest->content_hash = cell_bytea(op->arena, res, row, 3);
    *map_put(known, uuid_bytes(id)) = newest;
}

static enum status known_read(struct op *op, struct db *db, struct batch *batch)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, batch->count);
    AUTO(pg_clear) PGresult *res = NULL;

    for (size_t i = 0; i < batch->count; i++)
        ids[i] = batch->records[i].record->id;
    struct param params[] = {param_uuid_array(op->arena, ids, batch->count)};
    enum status st = db_run(op, db, &Q_RECORD_FIND_MANY, params, &res);

    map_init(&batch->known, op->arena);
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        newest_read(op, res, row, &batch->known);
    return st;
}

static bool is_same(const struct newest *newest, const struct record *record)
{
    return !newest->superseded && bytes_equal(newest->content_hash, (struct bytes){(const char *)record->content_hash.b,
                                                                                   sizeof(record->content_hash.b)});
}

static void row_add(struct batch *batch, struct newest *newest, const struct asserted *asserted)
{
    const struct record *record = asserted->record;
    struct row *row = &batch->rows[batch->row_count++];

    *row = (struct row){.asserted = asserted, .revision = newest->revision + 1};
    if (newest->on_file && !newest->superseded && newest->row == NULL)
        batch->replaced[batch->replaced_count++] = record->id;
    newest->revision = row->revision;
    newest->superseded = false;
    newest->content_hash = sha256_raw(&record->content_hash);
    newest->row = row;
}

static enum record_fate take(struct op *op, struct batch *batch, const struct asserted *asserted)
{
    const struct record *record = asserted->record;
    void **place = map_put(&batch->known, uuid_bytes(&record->id));
    struct newest *newest = *place;

    if (newest != NULL && is_same(newest, record))
        return FATE_DUPLICATE;
    bool is_revision = newest != NULL;

    if (newest == NULL)
        *place = newest = arena_new_of(op->arena, struct newest);
    else if (newest->row != NULL)
        newest->row->superseded = true;
    row_add(batch, newest, asserted);
    return is_revision ? FATE_REVISED : FATE_ACCEPTED;
}

static void copy_entity(struct copy *copy, const struct entity *entity)
{
    if (entity->present)
        copy_uuid(copy, &entity->id);
    else
        copy_null(copy);
}

static void copy_record(struct copy *copy, const struct submission *submission, const struct row *row)
{
    const struct record *record = row->asserted->record;

    copy_row(copy, 15);
    copy_uuid(copy, &record->id);
    copy_i32(copy, row->revision);
    copy_bool(copy, row->superseded);
    copy_i16(copy, submission->partner_number);
    copy_i16(copy, (int16_t)record->kind);
    copy_text(copy, record->source_ref);
    copy_uuid(copy, &submission->id);
    copy_i64(copy, (int64_t)record->line);
    copy_instant(copy, submission->received_us);
    copy_instant(copy, record->event_us);
    copy_i16(copy, record->grade);
    copy_entity(copy, &record->endpoint);
    copy_entity(copy, &record->site);
    copy_text(copy, sha256_raw(&record->content_hash));
    copy_text(copy, record->content);
}

static enum status take_back(struct op *op, const struct origin *origin, struct bytes content, struct trait_delta *delta)
{
    struct record record;
    struct asserted gone = {.record = &record};
    enum status st = record_restore(op, origin->data, origin->kind, origin->partner, content, &record);

    if (st != ST_OK)
        return st;
    trait_derive(origin->data, op->arena, &record, &gone.endpoint, &gone.site);
    trait_delta_take_back(delta, &gone);
    return ST_OK;
}

/* Takes the rows of these records that are in force out of it, and what they say. */
static enum status supersede(struct op *op, struct db *db, const struct origin *origin, const struct uuid *ids, size_t count,
                             struct trait_delta *delta)
{
    struct param params[] = {param_uuid_array(op->arena, ids, count)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_RECORD_SUPERSEDE, params, &res);

    if (st == ST_OK && (size_t)PQntuples(res) < count)
        return op_fail(op, ST_RETRY, "a record has been revised or withdrawn meanwhile");
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        st = take_back(op, origin, cell_text(res, row, 0), delta);
    return st;
}

static void row_fold(const struct batch *batch, const struct row *row)
{
    if (row->superseded)
        trait_delta_take_back(batch->delta, row->asserted);
    else
        trait_delta_add(batch->delta, row->asserted, batch->submission->partner_number);
}

/* The traits are folded while the server takes the rows. */
static enum status put_rows(struct op *op, struct db *db, const struct batch *batch)
{
    struct origin origin = {trait_delta_data(batch->delta), batch->submission->partner, batch->submission->kind};
    struct copy *copy;
    enum status st =
        batch->replaced_count == 0 ? ST_OK : supersede(op, db, &origin, batch->replaced, batch->replaced_count, batch->delta);

    if (st == ST_OK && batch->row_count > 0)
        st = copy_begin(op, db, &Q_RECORD_PUT, &copy);
    if (st != ST_OK || batch->row_count == 0)
        return st;
    for (size_t i = 0; i < batch->row_count; i++) {
        copy_record(copy, batch->submission, &batch->rows[i]);
        row_fold(batch, &batch->rows[i]);
    }
    return copy_end(copy, NULL);
}

enum status record_put_many(struct op *op, struct db *db, const struct submission *submission, const struct asserted *records,
                            size_t count, struct trait_delta *delta, enum record_fate *ret_fates)
{
    struct batch batch = {.submission = submission,
                          .records = records,
                          .count = count,
                          .rows = arena_array(op->arena, struct row, count),
                          .replaced = arena_array(op->arena, struct uuid, count),
                          .delta = delta};
    enum status st = count == 0 ? ST_OK : known_read(op, db, &batch);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++)
        ret_fates[i] = take(op, &batch, &records[i]);
    return put_rows(op, db, &batch);
}

/* ---- withdrawal ---- */

struct withdrawal {
    const struct ident_data *data;
    const struct record_name *name;
    struct uuid id;
};

static struct bytes withdrawal_detail(struct op *op, const struct withdrawal *withdrawal)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "partner", withdrawal->name->partner);
    json_key_string(&out, "record_kind", bytes_of(record_kind_name(withdrawal->name->kind)));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* The record is taken out of force before any entity is locked: a revision that is being written is waited for, and it waits for
 * entities. */
static enum status withdraw_work(struct op *op, struct db *db, void *arg)
{
    const struct withdrawal *withdrawal = arg;
    struct trait_delta *delta = trait_delta_new(op->arena, withdrawal->data);
    struct param params[] = {param_uuid_array(op->arena, &withdrawal->id, 1)};
    struct origin origin = {withdrawal->data, withdrawal->name->partner, withdrawal->name->kind};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = trait_lock(op, db, false);

    if (st == ST_OK)
        st = db_run(op, db, &Q_RECORD_FIND_MANY, params, &res);
    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0 || cell_bool(res, 0, 2))
        return ST_NOTFOUND;
    st = supersede(op, db, &origin, &withdrawal->id, 1, delta);
    if (st == ST_OK)
        st = trait_delta_put(op, db, delta, withdrawal->name->partner_number);
    if (st == ST_OK)
        st = audit_append(op, db, "record.withdraw", uuid_print(op->arena, &withdrawal->id), withdrawal_detail(op, withdrawal),
                          NULL);
    return st;
}

enum status record_withdraw(struct op *op, struct db *db, const struct ident_data *data, const struct record_name *name)
{
    struct bytes parts[] = {name->partner, bytes_of(record_kind_name(name->kind)), name->source_ref};
    struct withdrawal withdrawal = {data, name, uuid_derive(parts, COUNT_OF(parts))};

    return db_unit(op, db, withdraw_work, &withdrawal);
}
