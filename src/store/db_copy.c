/* Binary COPY in both directions (PostgreSQL 15, COPY, file format "binary"). */
#include <string.h>

#include "db_private.h"

#define FLUSH_SIZE (64 * 1024)
#define COLUMN_LIMIT 64

static const char signature[] = "PGCOPY\n\377\r\n"; /* its NUL belongs to it */
#define HEADER_SIZE 19                              /* signature, flags, length of the extension */

struct copy {
    struct op *op;
    struct db *db;
    const struct query *query;
    struct buf buf;
    enum status st;
};

static enum status start(struct op *op, struct db *db, const struct query *query, ExecStatusType expected)
{
    AUTO(pg_clear) PGresult *res = PQexec(db->conn, query->sql);

    if (PQresultStatus(res) == expected)
        return ST_OK;
    return db_fail(op, db, res, query->name);
}

enum status copy_begin(struct op *op, struct db *db, const struct query *query, struct copy **ret)
{
    enum status st = start(op, db, query, PGRES_COPY_IN);

    if (st != ST_OK)
        return st;
    struct copy *copy = arena_new_of(op->arena, struct copy);

    *copy = (struct copy){.op = op, .db = db, .query = query};
    buf_init(&copy->buf, op->arena);
    buf_put(&copy->buf, (struct bytes){signature, sizeof(signature)});
    put_big_endian(&copy->buf, 0, 8);
    *ret = copy;
    return ST_OK;
}

static void flush(struct copy *copy)
{
    if (copy->st == ST_OK && PQputCopyData(copy->db->conn, copy->buf.p, (int)copy->buf.n) != 1)
        copy->st = db_fail(copy->op, copy->db, NULL, copy->query->name);
    buf_clear(&copy->buf);
}

void copy_row(struct copy *copy, unsigned columns)
{
    if (copy->buf.n > FLUSH_SIZE)
        flush(copy);
    put_big_endian(&copy->buf, columns, 2);
}

void copy_null(struct copy *copy)
{
    put_big_endian(&copy->buf, UINT32_MAX, 4);
}

void copy_text(struct copy *copy, struct bytes text)
{
    if (text.p == NULL)
        copy_null(copy);
    else
        put_sized(&copy->buf, text);
}

void copy_bool(struct copy *copy, bool value)
{
    put_sized(&copy->buf, value ? BYTES("\1") : BYTES("\0"));
}

static void copy_integer(struct copy *copy, uint64_t value, unsigned size)
{
    put_big_endian(&copy->buf, size, 4);
    put_big_endian(&copy->buf, value, size);
}

void copy_i16(struct copy *copy, int16_t value)
{
    copy_integer(copy, (uint64_t)(int64_t)value, 2);
}

void copy_i32(struct copy *copy, int32_t value)
{
    copy_integer(copy, (uint64_t)(int64_t)value, 4);
}

void copy_i64(struct copy *copy, int64_t value)
{
    copy_integer(copy, (uint64_t)value, 8);
}

void copy_double(struct copy *copy, double value)
{
    uint64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    copy_integer(copy, bits, 8);
}

void copy_uuid(struct copy *copy, const struct uuid *uuid)
{
    put_sized(&copy->buf, (struct bytes){(const char *)uuid->b, sizeof(uuid->b)});
}

void copy_instant(struct copy *copy, int64_t us)
{
    copy_i64(copy, us - POSTGRES_EPOCH_US);
}

/* An array's own length: its header, and for each item a length and the item. */
static void array_begin(struct copy *copy, uint32_t oid, size_t count, size_t item_size)
{
    put_big_endian(&copy->buf, count == 0 ? 12 : 20 + count * (4 + item_size), 4);
    put_array_header(&copy->buf, oid, count);
}

void copy_i16_array(struct copy *copy, const int16_t *items, size_t count)
{
    array_begin(copy, OID_INT2, count, sizeof(*items));
    for (size_t i = 0; i < count; i++)
        copy_i16(copy, items[i]);
}

void copy_uuid_array(struct copy *copy, const struct uuid *items, size_t count)
{
    array_begin(copy, OID_UUID, count, sizeof(items->b));
    for (size_t i = 0; i < count; i++)
        copy_uuid(copy, &items[i]);
}

/* Reads the results that follow a COPY; the first failure counts. */
static enum status finish(struct op *op, struct db *db, const struct query *query, int64_t *ret_rows)
{
    enum status st = ST_OK;

    for (PGresult *res; (res = PQgetResult(db->conn)) != NULL; PQclear(res)) {
        if (PQresultStatus(res) != PGRES_COMMAND_OK && st == ST_OK)
            st = db_fail(op, db, res, query->name);
        else if (ret_rows != NULL)
            *ret_rows = db_affected(res);
    }
    return st;
}

enum status copy_end(struct copy *copy, int64_t *ret_rows)
{
    put_big_endian(&copy->buf, UINT16_MAX, 2);
    flush(copy);
    if (copy->st == ST_OK && PQputCopyEnd(copy->db->conn, NULL) != 1)
        copy->st = db_fail(copy->op, copy->db, NULL, copy->query->name);
    enum status st = finish(copy->op, copy->db, copy->query, ret_rows);

    return copy->st != ST_OK ? copy->st : st;
}

/* ---- out ---- */

static uint64_t get_big_endian(const char *p, size_t n)
{
    uint64_t number = 0;

    for (size_t i = 0; i < n; i++)
        number = number << 8 | (unsigned char)p[i];
    return number;
}

static bool value_decode(struct bytes *message, struct copy_value *ret)
{
    uint32_t n;

    if (message->n < 4)
        return false;
    n = (uint32_t)get_big_endian(message->p, 4);
    *message = bytes_from(*message, 4);
    *ret = (struct copy_value){NULL, 0};
    if (n == UINT32_MAX)
        return true;
    if (message->n < n)
        return false;
    *ret = (struct copy_value){message->p, n};
    *message = bytes_from(*message, n);
    return true;
}

static enum status row_deliver(struct op *op, const struct query *query, struct bytes message, copy_row_fn *row, void *arg)
{
    struct copy_value values[COLUMN_LIMIT];
    unsigned columns = message.n < 2 ? 0 : (unsigned)get_big_endian(message.p, 2);
    bool good = message.n >= 2 && columns <= COLUMN_LIMIT;

    if (message.n == 2 && columns == UINT16_MAX) /* the trailer */
        return ST_OK;
    message = bytes_from(message, 2);
    for (unsigned i = 0; good && i < columns; i++)
        good = value_decode(&message, &values[i]);
    if (!good)
        return op_fail(op, ST_BUG, "%s: a row of the COPY stream cannot be read", query->name);
    return row(op, values, columns, arg);
}

enum status db_copy_out(struct op *op, struct db *db, const struct query *query, copy_row_fn *row, void *arg)
{
    enum status st = start(op, db, query, PGRES_COPY_OUT);
    size_t skip = HEADER_SIZE;
    char *message;
    int n;

    if (st != ST_OK)
        return st;
    while ((n = PQgetCopyData(db->conn, &message, 0)) > 0) { /* after a failure the rest is read and dropped */
        struct bytes rest = bytes_from((struct bytes){message, (size_t)n}, skip);

        if (st == ST_OK && rest.n > 0)
            st = row_deliver(op, query, rest, row, arg);
        skip = 0;
        PQfreemem(message);
    }
    if (n == -2 && st == ST_OK)
        st = db_fail(op, db, NULL, query->name);
    enum status end = finish(op, db, query, NULL);

    return st != ST_OK ? st : end;
}

int16_t value_i16(const struct copy_value *value)
{
    return (int16_t)get_big_endian(value->p, value->n);
}

int32_t value_i32(const struct copy_value *value)
{
    return (int32_t)get_big_endian(value->p, value->n);
}

int64_t value_i64(const struct copy_value *value)
{
    return (int64_t)get_big_endian(value->p, value->n);
}

int64_t value_instant(const struct copy_value *value)
{
    return value_i64(value) + POSTGRES_EPOCH_US;
}

struct uuid value_uuid(const struct copy_value *value)
{
    struct uuid uuid = {{0}};

    if (value->n == sizeof(uuid.b))
        memcpy(uuid.b, value->p, sizeof(uuid.b));
    return uuid;
}

struct bytes value_text(const struct copy_value *value)
{
    return (struct bytes){value->p, value->n};
}
