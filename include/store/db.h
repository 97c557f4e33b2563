/*
 * db.h: the only door to PostgreSQL: run a query of sql/query/, stream by binary COPY, one transaction for a unit of work.
 *
 * Shape   parameters and results are text unless a parameter says binary; queries are prepared by name on first use.
 * Memory  results are PGresult, freed by AUTO(pg_clear); everything else lives in op->arena.
 * Errors  the status of sqlstate.def; a result with other rows than the query promises is ST_BUG. The cause names the query and the
 *         SQLSTATE, never a value. A connection lost during COMMIT is ST_UNKNOWN_OUTCOME.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <libpq-fe.h>

#include "base/hash.h"
#include "base/op.h"
#include "embedded/query.h"

struct db;

/* Opens a connection and becomes the database role `role` (NULL: stays what it logged in as). */
MUST_CHECK enum status db_open(struct op *op, const char *conninfo, const char *role, struct db **ret);
void db_close(struct db **db);        /* for AUTO() */
bool db_is_alive(struct db *db);      /* asks: a connection that lay idle may have lost its server meanwhile */
PGconn *db_connection(struct db *db); /* for LISTEN and its socket only */

struct param {
    struct bytes value; /* {NULL, 0}: SQL NULL */
    bool binary;
};
struct param param_text(struct bytes text); /* BYTES_NONE: NULL */
struct param param_cstr(const char *text);
struct param param_i64(struct arena *arena, int64_t number);
struct param param_double(struct arena *arena, double number);
struct param param_bool(bool value);
struct param param_uuid(const struct uuid *uuid); /* the uuid outlives the call */
struct param param_bytea(struct bytes raw);
struct param param_instant(struct arena *arena, int64_t us);
struct param param_text_array(struct arena *arena, const struct bytes *items, size_t count); /* text[] */
struct param param_uuid_array(struct arena *arena, const struct uuid *items, size_t count);  /* uuid[] */
struct param param_i64_array(struct arena *arena, const int64_t *items, size_t count);       /* bigint[] */

void pg_clear(PGresult **res);

/* Runs the query; params has query->parameters entries. rows: one → ST_BUG unless exactly one, opt → at most one; many; none. */
MUST_CHECK enum status db_run(struct op *op, struct db *db, const struct query *query, const struct param *params,
                              PGresult **ret);
/* For queries whose rows nobody reads. */
MUST_CHECK enum status db_do(struct op *op, struct db *db, const struct query *query, const struct param *params);
/* Runs a whole file of statements (migrations, roles); no parameters. */
MUST_CHECK enum status db_script(struct op *op, struct db *db, const char *name, const char *sql);
/* Rows that the last data-changing query touched. */
int64_t db_affected(const PGresult *res);

/* ---- cells of a result; a NULL gives BYTES_NONE, 0 or false ---- */
struct bytes cell_text(const PGresult *res, int row, int column);
int64_t cell_i64(const PGresult *res, int row, int column);
double cell_double(const PGresult *res, int row, int column);
bool cell_bool(const PGresult *res, int row, int column);
bool cell_is_null(const PGresult *res, int row, int column);
struct uuid cell_uuid(const PGresult *res, int row, int column);
int64_t cell_instant(const PGresult *res, int row,
                     int column); /* microseconds since 1970; the session's time zone is UTC, ISO style */
struct bytes cell_bytea(struct arena *arena, const PGresult *res, int row, int column);

/* ---- transactions ---- */
MUST_CHECK enum status db_begin(struct op *op, struct db *db);
MUST_CHECK enum status db_commit(struct op *op, struct db *db);
void db_rollback(struct db *db); /* safe at any time */

/* Runs work(op, db, arg) in one transaction; again from the start (at most 8 times, with growing pauses) when it ends in ST_RETRY.
 * The work must leave nothing behind outside the transaction. */
typedef enum status db_work(struct op *op, struct db *db, void *arg);
MUST_CHECK enum status db_unit(struct op *op, struct db *db, db_work *work, void *arg);

/* ---- binary COPY in: one COPY at a time on a connection ---- */
struct copy;
MUST_CHECK enum status copy_begin(struct op *op, struct db *db, const struct query *query, struct copy **ret);
void copy_row(struct copy *copy, unsigned columns); /* starts a row; then exactly that many values */
void copy_null(struct copy *copy);
void copy_text(struct copy *copy, struct bytes text); /* BYTES_NONE: NULL; also for json, bytea */
void copy_bool(struct copy *copy, bool value);
void copy_i16(struct copy *copy, int16_t value);
void copy_i32(struct copy *copy, int32_t value);
void copy_i64(struct copy *copy, int64_t value);
void copy_double(struct copy *copy, double value);
void copy_uuid(struct copy *copy, const struct uuid *uuid);
void copy_instant(struct copy *copy, int64_t us);
void copy_i16_array(struct copy *copy, const int16_t *items, size_t count);
void copy_uuid_array(struct copy *copy, const struct uuid *items, size_t count);
MUST_CHECK enum status copy_end(struct copy *copy, int64_t *ret_rows); /* ret_rows may be NULL */

/* ---- binary COPY out: calls row() with the raw values of each row, in the order of the server ---- */
struct copy_value {
    const char *p; /* NULL: SQL NULL */
    size_t n;
};
typedef enum status copy_row_fn(struct op *op, const struct copy_value *values, unsigned columns, void *arg);
MUST_CHECK enum status db_copy_out(struct op *op, struct db *db, const struct query *query, copy_row_fn *row, void *arg);
bool value_bool(const struct copy_value *value); /* false for NULL */
int16_t value_i16(const struct copy_value *value);
int32_t value_i32(const struct copy_value *value);
int64_t value_i64(const struct copy_value *value);
int64_t value_instant(const struct copy_value *value);
struct uuid value_uuid(const struct copy_value *value);
struct bytes value_text(const struct copy_value *value);

#endif
