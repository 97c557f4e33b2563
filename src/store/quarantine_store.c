#include "store/quarantine_store.h"

#include "base/map.h"

static const char *const settlement_names[] = {"", "corrected", "retried", "overtaken", "refused"};

/* ---- lines ---- */

static void copy_line(struct copy *copy, const struct uuid *id, const struct quarantined *line)
{
    const struct problem *problem = line->problem;

    copy_row(copy, 7);
    copy_uuid(copy, id);
    copy_i64(copy, (int64_t)line->line);
    copy_text(copy, line->text.p == NULL ? BYTES("") : line->text);
    copy_text(copy, line->source_ref);
    copy_text(copy, problem == NULL ? BYTES_NONE : problem->field);
    copy_text(copy, problem == NULL ? BYTES_NONE : bytes_of(reason_code(problem->reason)));
    copy_text(copy, problem == NULL || problem->fix.kind == FIX_none ? BYTES_NONE : bytes_of(fix_code(problem->fix.kind)));
}

enum status quarantine_put_many(struct op *op, struct db *db, const struct uuid *id, const struct quarantined *lines,
                                size_t count)
{
    struct copy *copy;
    enum status st = count == 0 ? ST_OK : copy_begin(op, db, &Q_QUARANTINE_PUT, &copy);

    if (count == 0 || st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++)
        copy_line(copy, id, &lines[i]);
    return copy_end(copy, NULL);
}

enum status quarantine_settle(struct op *op, struct db *db, const struct uuid *id, const struct settled_line *lines, size_t count,
                              const struct uuid *by)
{
    int64_t *numbers = arena_array(op->arena, int64_t, count);
    struct bytes *settlements = arena_array(op->arena, struct bytes, count);

    for (size_t i = 0; i < count; i++) {
        numbers[i] = lines[i].line;
        settlements[i] = bytes_of(settlement_names[lines[i].settlement]);
    }
    struct param params[] = {param_uuid(id), param_i64_array(op->arena, numbers, count),
                             param_text_array(op->arena, settlements, count), param_instant(op->arena, op->now_us),
                             param_uuid(by)};

    return count == 0 ? ST_OK : db_do(op, db, &Q_QUARANTINE_SETTLE_LINES, params);
}

/* ---- another try ---- */

static void lines_read(struct op *op, const PGresult *res, struct quarantine_lines *ret)
{
    ret->count = (size_t)PQntuples(res);
    ret->items = arena_array(op->arena, int64_t, ret->count);
    for (size_t i = 0; i < ret->count; i++)
        ret->items[i] = cell_i64(res, (int)i, 0);
}

enum status quarantine_lines(struct op *op, struct db *db, const struct uuid *id, struct bytes code, int64_t after,
                             struct quarantine_lines *ret)
{
    struct param params[] = {param_uuid(id), param_text(code), param_i64(op->arena, after),
                             param_i64(op->arena, QUARANTINE_LINES_MOST)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_QUARANTINE_LIST_LINES, params, &res);

    if (st == ST_OK)
        lines_read(op, res, ret);
    return st;
}

static enum status lines_update(struct op *op, struct db *db, const struct uuid *id, const struct uuid *by,
                                const struct quarantined *lines, size_t count)
{
    int64_t *numbers = arena_array(op->arena, int64_t, count);
    struct bytes *texts[4];

    for (size_t i = 0; i < COUNT_OF(texts); i++)
        texts[i] = arena_array(op->arena, struct bytes, count);
    for (size_t i = 0; i < count; i++) {
        const struct problem *problem = lines[i].problem;

        numbers[i] = (int64_t)lines[i].line;
        texts[0][i] = lines[i].source_ref;
        texts[1][i] = problem == NULL ? BYTES_NONE : problem->field;
        texts[2][i] = problem == NULL ? BYTES_NONE : bytes_of(reason_code(problem->reason));
        texts[3][i] = problem == NULL ? BYTES_NONE : bytes_of(fix_code(problem->fix.kind));
    }
    struct param params[] = {param_uuid(id),
                             param_i64_array(op->arena, numbers, count),
                             param_text_array(op->arena, texts[0], count),
                             param_text_array(op->arena, texts[1], count),
                             param_text_array(op->arena, texts[2], count),
                             param_text_array(op->arena, texts[3], count),
                             param_uuid(by)};

    return db_do(op, db, &Q_QUARANTINE_TRY_LINES, params);
}

/* The texts of the first column, as a set; they live as long as the result. */
static void first_column(struct op *op, const PGresult *res, struct map *ret)
{
    map_init(ret, op->arena);
    for (int row = 0; row < PQntuples(res); row++)
        *map_put(ret, cell_text(res, row, 0)) = ret;
}

/* Which of the lines have no row yet; both are few. */
static enum status lines_absent(struct op *op, struct db *db, const struct uuid *id, const struct quarantined *lines,
                                size_t count, struct quarantined *ret, size_t *ret_count)
{
    int64_t *numbers = arena_array(op->arena, int64_t, count);
    AUTO(pg_clear) PGresult *res = NULL;
    struct map present;

    for (size_t i = 0; i < count; i++)
        numbers[i] = (int64_t)lines[i].line;
    struct param params[] = {param_uuid(id), param_i64_array(op->arena, numbers, count)};
    enum status st = db_run(op, db, &Q_QUARANTINE_LIST_PRESENT, params, &res);

    if (st != ST_OK)
        return st;
    first_column(op, res, &present);
    for (size_t i = 0; i < count; i++)
        if (map_find(&present, bytes_printf(op->arena, "%lld", (long long)numbers[i])) == NULL)
            ret[(*ret_count)++] = lines[i];
    return ST_OK;
}

enum status quarantine_try(struct op *op, struct db *db, const struct uuid *id, const struct uuid *by,
                           const struct quarantined *lines, size_t count)
{
    struct quarantined *absent = arena_array(op->arena, struct quarantined, count);
    size_t absent_count = 0;
    enum status st = count == 0 ? ST_OK : lines_absent(op, db, id, lines, count, absent, &absent_count);

    if (st == ST_OK)
        st = quarantine_put_many(op, db, id, absent, absent_count);
    return st == ST_OK && count > 0 ? lines_update(op, db, id, by, lines, count) : st;
}

static struct param record_ids(struct op *op, const struct record *const *records, size_t count)
{
    struct uuid *ids = arena_array(op->arena, struct uuid, count);

    for (size_t i = 0; i < count; i++)
        ids[i] = records[i]->id;
    return param_uuid_array(op->arena, ids, count);
}

enum status quarantine_overtaken(struct op *op, struct db *db, const struct record *const *records, size_t count,
                                 int64_t received_us, bool *ret)
{
    int64_t *numbers = arena_array(op->arena, int64_t, count);
    AUTO(pg_clear) PGresult *res = NULL;

    for (size_t i = 0; i < count; i++) {
        numbers[i] = (int64_t)records[i]->line;
        ret[i] = false;
    }
    struct param params[] = {record_ids(op, records, count), param_i64_array(op->arena, numbers, count),
                             param_instant(op->arena, received_us)};
    enum status st = count == 0 ? ST_OK : db_run(op, db, &Q_RECORD_LIST_OVERTAKEN, params, &res);

    for (int row = 0; res != NULL && st == ST_OK && row < PQntuples(res); row++)
        ret[cell_i64(res, row, 0) - 1] = true;
    return st;
}

/* ---- corrections ---- */

static struct param record_refs(struct op *op, const struct record *const *records, size_t count)
{
    struct bytes *refs = arena_array(op->arena, struct bytes, count);

    for (size_t i = 0; i < count; i++)
        refs[i] = records[i]->source_ref;
    return param_text_array(op->arena, refs, count);
}

enum status quarantine_named(struct op *op, struct db *db, const struct uuid *id, const struct record *const *records,
                             size_t count, bool *ret)
{
    struct param params[] = {param_uuid(id), record_refs(op, records, count)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct map named;
    enum status st = db_run(op, db, &Q_QUARANTINE_LIST_NAMED, params, &res);

    if (st != ST_OK)
        return st;
    first_column(op, res, &named);
    for (size_t i = 0; i < count; i++)
        ret[i] = map_find(&named, records[i]->source_ref) != NULL;
    return ST_OK;
}

enum status quarantine_unnamed(struct op *op, struct db *db, const struct uuid *id, size_t most, struct quarantine_lines *ret)
{
    struct param params[] = {param_uuid(id), param_i64(op->arena, (int64_t)most)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_QUARANTINE_LIST_UNNAMED, params, &res);

    if (st == ST_OK)
        lines_read(op, res, ret);
    return st;
}

enum status quarantine_on_file(struct op *op, struct db *db, const struct record *const *records, size_t count, enum on_file *ret)
{
    struct param params[] = {record_ids(op, records, count)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct map known;
    enum status st = db_run(op, db, &Q_RECORD_FIND_MANY, params, &res);

    if (st != ST_OK)
        return st;
    map_init(&known, op->arena);
    for (int row = 0; row < PQntuples(res); row++) {
        struct uuid *id = arena_new_of(op->arena, struct uuid);
        struct bytes *hash = arena_new_of(op->arena, struct bytes);

        *id = cell_uuid(res, row, 0);
        *hash = cell_bool(res, row, 2) ? BYTES("") : cell_bytea(op->arena, res, row, 3);
        *map_put(&known, uuid_bytes(id)) = hash;
    }
    for (size_t i = 0; i < count; i++) {
        const struct bytes *hash = map_find(&known, uuid_bytes(&records[i]->id));
        struct bytes own = {(const char *)records[i]->content_hash.b, sizeof(records[i]->content_hash.b)};

        ret[i] = hash == NULL ? ON_FILE_NOTHING : bytes_equal(*hash, own) ? ON_FILE_SAME : ON_FILE_OTHER;
    }
    return ST_OK;
}

enum status quarantine_settle_named(struct op *op, struct db *db, const struct uuid *id, const struct record *const *records,
                                    size_t count, const struct uuid *by)
{
    struct param params[] = {param_uuid(id), record_refs(op, records, count), param_instant(op->arena, op->now_us),
                             param_uuid(by)};

    return count == 0 ? ST_OK : db_do(op, db, &Q_QUARANTINE_SETTLE_NAMED, params);
}
