#include "store/db.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/instant.h"
#include "base/number.h"
#include "db_private.h"

#define PARAMETER_LIMIT 32
#define RETRY_LIMIT 8

/* ---- errors ---- */

struct sqlstate_row {
    const char *prefix;
    enum status status;
    const char *text;
};

static const struct sqlstate_row sqlstates[] = {
#define SQLSTATE(prefix, status, text) {prefix, ST_##status, text},
#include "store/sqlstate.def"
#undef SQLSTATE
};

static const struct sqlstate_row *sqlstate_find(const char *state)
{
    const struct sqlstate_row *best = NULL;

    for (size_t i = 0; i < COUNT_OF(sqlstates); i++)
        if (strncmp(state, sqlstates[i].prefix, strlen(sqlstates[i].prefix)) == 0 &&
            (best == NULL || strlen(sqlstates[i].prefix) > strlen(best->prefix)))
            best = &sqlstates[i];
    return best;
}

enum status db_fail(struct op *op, struct db *db, const PGresult *res, const char *name)
{
    const char *state = res == NULL ? NULL : PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const struct sqlstate_row *row = state == NULL ? NULL : sqlstate_find(state);
    const char *message = res == NULL ? NULL : PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

    /* An error without SQLSTATE is libpq's own: the stream broke, though the status may not show it yet. */
    if (PQstatus(db->conn) == CONNECTION_BAD || state == NULL)
        return op_fail(op, ST_UNAVAILABLE, "%s: the connection to the database was lost", name);
    if (row == NULL)
        return op_fail(op, ST_BUG, "%s: SQLSTATE %s: %s", name, state, message == NULL ? "" : message);
    /* The server's message may quote a value, so only messages about the server itself are passed on. */
    if (row->status == ST_BUG || row->status == ST_CONFLICT || row->status == ST_RETRY)
        return op_fail(op, row->status, "%s: %s (SQLSTATE %s)", name, row->text, state);
    return op_fail(op, row->status, "%s: %s (%s)", name, row->text, message == NULL ? state : message);
}

/* ---- connection ---- */

static enum status become_role(struct op *op, struct db *db, const char *role)
{
    char *quoted = PQescapeIdentifier(db->conn, role, strlen(role));
    char *sql = arena_printf(op->arena, "SET ROLE %s", quoted == NULL ? "" : quoted);

    PQfreemem(quoted);
    AUTO(pg_clear) PGresult *res = PQexec(db->conn, sql);

    if (PQresultStatus(res) == PGRES_COMMAND_OK)
        return ST_OK;
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

    if (state != NULL && strcmp(state, "22023") == 0) /* the role does not exist: no schema yet */
        return op_fail(op, ST_SCHEMA, "the database role %s does not exist: run efc db init", role);
    return db_fail(op, db, res, "set role");
}

static void ignore_notice(void *arg UNUSED, const PGresult *res UNUSED)
{
}

static enum status connection_check(struct op *op, struct db *db)
{
    struct bytes message = bytes_trim(bytes_of(PQerrorMessage(db->conn)));

    if (PQstatus(db->conn) == CONNECTION_OK)
        return ST_OK;
    return op_fail(op, ST_UNAVAILABLE, "the database cannot be reached: %.*s", (int)message.n, message.p);
}

/* A server process whose client is gone gives its locks up soon, also in the midst of a long statement. A COMMIT that has returned is on
 * the disk, whatever the server, the database or the role are set to: receipts say so. */
#define SESSION_OPTIONS                                                                                                          \
    "-c timezone=UTC -c datestyle=ISO -c bytea_output=hex -c client_connection_check_interval=2s "                               \
    "-c synchronous_commit=on"

enum status db_open(struct op *op, const char *conninfo, const char *role, struct db **ret)
{
    const char *const keywords[] = {"dbname", "application_name", "client_encoding", "options", "connect_timeout", NULL};
    const char *const values[] = {conninfo, "efc", "UTF8", SESSION_OPTIONS, "10", NULL};
    AUTO(db_close) struct db *db = calloc(1, sizeof(*db));
    enum status st;

    if (db == NULL)
        abort();
    db->conn = PQconnectdbParams(keywords, values, 1);
    st = connection_check(op, db);
    if (st != ST_OK)
        return st;
    PQsetNoticeReceiver(db->conn, ignore_notice, NULL);
    if (role != NULL && (st = become_role(op, db, role)) != ST_OK)
        return st;
    *ret = db;
    db = NULL;
    return ST_OK;
}

void db_close(struct db **db)
{
    if (*db == NULL)
        return;
    PQfinish((*db)->conn);
    free((*db)->prepared);
    free(*db);
    *db = NULL;
}

PGconn *db_connection(struct db *db)
{
    return db->conn;
}

void pg_clear(PGresult **res)
{
    PQclear(*res);
    *res = NULL;
}

/* ---- queries ---- */

static bool is_prepared(const struct db *db, const struct query *query)
{
    for (size_t i = 0; i < db->prepared_count; i++)
        if (db->prepared[i] == query)
            return true;
    return false;
}

static void remember_prepared(struct db *db, const struct query *query)
{
    if (db->prepared_count == db->prepared_room) {
        db->prepared_room = db->prepared_room == 0 ? 64 : db->prepared_room * 2;
        db->prepared = realloc(db->prepared, db->prepared_room * sizeof(*db->prepared));
        if (db->prepared == NULL)
            abort();
    }
    db->prepared[db->prepared_count++] = query;
}

static enum status prepare(struct op *op, struct db *db, const struct query *query)
{
    if (is_prepared(db, query))
        return ST_OK;
    AUTO(pg_clear) PGresult *res = PQprepare(db->conn, query->name, query->sql, 0, NULL);

    if (PQresultStatus(res) != PGRES_COMMAND_OK)
        return db_fail(op, db, res, query->name);
    remember_prepared(db, query);
    return ST_OK;
}

static enum status check_rows(struct op *op, const struct query *query, const PGresult *res)
{
    static const struct {
        int least;
        int most;
    } promised[] = {[ROWS_NONE] = {0, 0}, [ROWS_ONE] = {1, 1}, [ROWS_OPT] = {0, 1}, [ROWS_MANY] = {0, INT32_MAX}};
    int rows = PQntuples(res);

    if (query->rows == ROWS_COPY || rows < promised[query->rows].least || rows > promised[query->rows].most)
        return op_fail(op, ST_BUG, "%s: %d rows, other than its contract says", query->name, rows);
    return ST_OK;
}

enum status db_run(struct op *op, struct db *db, const struct query *query, const struct param *params, PGresult **ret)
{
    const char *values[PARAMETER_LIMIT];
    int lengths[PARAMETER_LIMIT], formats[PARAMETER_LIMIT];
    enum status st = prepare(op, db, query);

    if (st != ST_OK)
        return st;
    for (unsigned i = 0; i < query->parameters; i++) {
        values[i] = params[i].binary || params[i].value.p == NULL ? params[i].value.p : bytes_cstr(op->arena, params[i].value);
        lengths[i] = (int)params[i].value.n;
        formats[i] = params[i].binary;
    }
    AUTO(pg_clear) PGresult *res = PQexecPrepared(db->conn, query->name, (int)query->parameters, values, lengths, formats, 0);
    ExecStatusType result = PQresultStatus(res);

    if (result != PGRES_TUPLES_OK && result != PGRES_COMMAND_OK)
        return db_fail(op, db, res, query->name);
    st = check_rows(op, query, res);
    if (st != ST_OK)
        return st;
    *ret = res;
    res = NULL;
    return ST_OK;
}

enum status db_do(struct op *op, struct db *db, const struct query *query, const struct param *params)
{
    AUTO(pg_clear) PGresult *res = NULL;

    return db_run(op, db, query, params, &res);
}

bool db_is_alive(struct db *db)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 16);
    struct op probe;

    op_init(&probe, arena, 0, "");
    return db_do(&probe, db, &Q_SESSION_PROBE, NULL) == ST_OK;
}

enum status db_script(struct op *op, struct db *db, const char *name, const char *sql)
{
    AUTO(pg_clear) PGresult *res = PQexec(db->conn, sql);
    ExecStatusType result = PQresultStatus(res);

    if (result == PGRES_COMMAND_OK || result == PGRES_TUPLES_OK || result == PGRES_EMPTY_QUERY)
        return ST_OK;
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);
    const struct sqlstate_row *row = state == NULL ? NULL : sqlstate_find(state);

    if (row != NULL && row->status != ST_BUG && row->status != ST_SCHEMA)
        return db_fail(op, db, res, name);
    return op_fail(op, ST_BUG, "%s: SQLSTATE %s: %s", name, state == NULL ? "none" : state, message == NULL ? "" : message);
}

int64_t db_affected(const PGresult *res)
{
    int64_t rows = 0;

    return parse_i64(bytes_of(PQcmdTuples((PGresult *)res)), &rows) ? rows : 0;
}

/* ---- transactions ---- */

static enum status run_plain(struct op *op, struct db *db, const char *sql)
{
    AUTO(pg_clear) PGresult *res = PQexec(db->conn, sql);

    return PQresultStatus(res) == PGRES_COMMAND_OK ? ST_OK : db_fail(op, db, res, sql);
}

enum status db_begin(struct op *op, struct db *db)
{
    return run_plain(op, db, "BEGIN");
}

enum status db_commit(struct op *op, struct db *db)
{
    AUTO(pg_clear) PGresult *res = PQexec(db->conn, "COMMIT");

    if (PQresultStatus(res) == PGRES_COMMAND_OK && strcmp(PQcmdStatus(res), "COMMIT") == 0)
        return ST_OK;
    if (PQstatus(db->conn) == CONNECTION_BAD)
        return op_fail(op, ST_UNKNOWN_OUTCOME, "the connection to the database was lost during COMMIT");
    if (PQresultStatus(res) == PGRES_COMMAND_OK)
        return op_fail(op, ST_BUG, "COMMIT of a transaction that had failed");
    return db_fail(op, db, res, "commit");
}

void db_rollback(struct db *db)
{
    if (PQtransactionStatus(db->conn) != PQTRANS_IDLE)
        PQclear(PQexec(db->conn, "ROLLBACK"));
}

static void pause_before_retry(int attempt)
{
    struct timespec pause = {.tv_nsec = 5000000L << attempt};

    nanosleep(&pause, NULL);
}

enum status db_unit(struct op *op, struct db *db, db_work *work, void *arg)
{
    for (int attempt = 0;; attempt++) {
        enum status st = db_begin(op, db);

        if (st == ST_OK)
            st = work(op, db, arg);
        if (st == ST_OK)
            st = db_commit(op, db);
        if (st != ST_OK)
            db_rollback(db);
        if (st != ST_RETRY || attempt == RETRY_LIMIT - 1)
            return st;
        op_clear(op);
        pause_before_retry(attempt);
    }
}
