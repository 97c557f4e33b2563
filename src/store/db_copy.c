/* Binary COPY in both directions (PostgreSQL 15, COPY, file format "binary"). */
#include <endian.h>
#include <string.h>

#include "db_private.h"

#define BUFFER_SIZE ((size_t)64 * 1024)
#define COLUMN_LIMIT 64

static const char signature[] = "PGCOPY\n\377\r\n"; /* its NUL belongs to it */
#define HEADER_SIZE 19                              /* signature, flags, length of the extension */

struct copy {
    struct op *op;
    struct db *db;
    const struct query *query;
    char *buffer; /* of BUFFER_SIZE */
    size_t n;
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

    *copy = (struct copy){.op = op, .db = db, .query = query, .buffer = arena_alloc(op->arena, BUFFER_SIZE)};
    memcpy(copy->buffer, signature, sizeof(signature));
    copy->n = HEADER_SIZE; /* no flags, no extension */
    *ret = copy;
    return ST_OK;
}

static void send(struct copy *copy, const char *p, size_t n)
{
    if (copy->st == ST_OK && PQputCopyData(copy->db->conn, p, (int)n) != 1)
        copy->st = db_fail(copy->op, copy->db, NULL, copy->query->name);
}

static void flush(struct copy *copy)
{
    send(copy, copy->buffer, copy->n);
    copy->n = 0;
}

static void put(struct copy *copy, const char *p, size_t n)
{
    if (copy->n + n > BUFFER_SIZE)
        flush(copy);
    if (n > BUFFER_SIZE) {
        send(copy, p, n);
        return;
    }
    memcpy(copy->buffer + copy->n, p, n);
    copy->n += n;
}

static void put_u16(struct copy *copy, uint16_t number)
{
    uint16_t big = htobe16(number);

    put(copy, (const char *)&big, sizeof(big));
}

static void put_u32(struct copy *copy, uint32_t number)
{
    uint32_t big = htobe32(number);

    put(copy, (const char *)&big, sizeof(big));
}

void copy_row(struct copy *copy, unsigned columns)
{
    put_u16(copy, (uint16_t)columns);
}

void copy_null(struct copy *copy)
{
    put_u32(copy, UINT32_MAX);
}

static void put_value(struct copy *copy, const void *p, size_t n)
{
    put_u32(copy, (uint32_t)n);
    put(copy, p, n);
}

void copy_text(struct copy *copy, struct bytes text)
{
    if (text.p == NULL)
        copy_null(copy);
    else
        put_value(copy, text.p, text.n);
}

void copy_bool(struct copy *copy, bool value)
{
    put_value(copy, value ? "\1" : "\0", 1);
}

void copy_i16(struct copy *copy, int16_t value)
{
    uint16_t big = htobe16((uint16_t)value);

    put_value(copy, &big, sizeof(big));
}

void copy_i32(struct copy *copy, int32_t value)
{
    uint32_t big = htobe32((uint32_t)value);

    put_value(copy, &big, sizeof(big));
}

void copy_i64(struct copy *copy, int64_t value)
{
    uint64_t big = htobe64((uint64_t)value);

    put_value(copy, &big, sizeof(big));
}

void copy_double(struct copy *copy, double value)
{
    int64_t bits;

    memcpy(&bits, &value, sizeof(bits));
    copy_i64(copy, bits);
}

void copy_uuid(struct copy *copy, const struct uuid *uuid)
{
    put_value(copy, uuid->b, sizeof(uuid->b));
}

void copy_instant(struct copy *copy, int64_t us)
{
    copy_i64(copy, us - POSTGRES_EPOCH_US);
}

/* An array's own length, then its header; for each item follow a length and the item. */
static void array_begin(struct copy *copy, uint32_t oid, size_t count, size_t item_size)
{
    put_u32(copy, (uint32_t)(count == 0 ? 12 : 20 + count * (4 + item_size)));
    put_u32(copy, count == 0 ? 0 : 1); /* dimensions */
    put_u32(copy, 0);                  /* no NULL inside */
    put_u32(copy, oid);
    if (count > 0) {
        put_u32(copy, (uint32_t)count);
        put_u32(copy, 1); /* the first index */
    }
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
    put_u16(copy, UINT16_MAX);
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

bool value_bool(const struct copy_value *value)
{
    return value->n == 1 && value->p[0] != 0;
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
