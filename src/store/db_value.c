/* Parameters that go to the database and cells that come back. */
#include <inttypes.h>
#include <string.h>

#include "base/instant.h"
#include "base/number.h"
#include "db_private.h"

struct param param_text(struct bytes text)
{
    return (struct param){.value = text};
}

struct param param_cstr(const char *text)
{
    return (struct param){.value = bytes_of(text)};
}

struct param param_i64(struct arena *arena, int64_t number)
{
    return (struct param){.value = bytes_printf(arena, "%" PRId64, number)};
}

struct param param_double(struct arena *arena, double number)
{
    return (struct param){.value = bytes_printf(arena, "%.17g", number)};
}

struct param param_bool(bool value)
{
    return (struct param){.value = value ? BYTES("t") : BYTES("f")};
}

struct param param_uuid(const struct uuid *uuid)
{
    return (struct param){.value = uuid_bytes(uuid), .binary = true};
}

struct param param_bytea(struct bytes raw)
{
    return (struct param){.value = raw.p == NULL ? BYTES("") : raw, .binary = true};
}

struct param param_instant(struct arena *arena, int64_t us)
{
    return (struct param){.value = instant_print(arena, us)};
}

void put_big_endian(struct buf *buf, uint64_t number, unsigned size)
{
    char text[8];

    for (unsigned i = 0; i < size; i++)
        text[i] = (char)(number >> 8 * (size - 1 - i));
    buf_put(buf, (struct bytes){text, size});
}

void put_array_header(struct buf *buf, uint32_t element_oid, size_t count)
{
    put_big_endian(buf, count == 0 ? 0 : 1, 4); /* dimensions */
    put_big_endian(buf, 0, 4);                  /* no NULL inside */
    put_big_endian(buf, element_oid, 4);
    if (count > 0) {
        put_big_endian(buf, count, 4);
        put_big_endian(buf, 1, 4); /* the first index */
    }
}

void put_sized(struct buf *buf, struct bytes value)
{
    put_big_endian(buf, value.n, 4);
    buf_put(buf, value);
}

struct param param_text_array(struct arena *arena, const struct bytes *items, size_t count)
{
    struct buf buf;

    buf_init(&buf, arena);
    put_array_header(&buf, OID_TEXT, count);
    for (size_t i = 0; i < count; i++)
        put_sized(&buf, items[i]);
    return (struct param){.value = buf_bytes(&buf), .binary = true};
}

struct param param_uuid_array(struct arena *arena, const struct uuid *items, size_t count)
{
    struct buf buf;

    buf_init(&buf, arena);
    put_array_header(&buf, OID_UUID, count);
    for (size_t i = 0; i < count; i++)
        put_sized(&buf, uuid_bytes(&items[i]));
    return (struct param){.value = buf_bytes(&buf), .binary = true};
}

struct param param_i64_array(struct arena *arena, const int64_t *items, size_t count)
{
    struct buf buf;

    buf_init(&buf, arena);
    put_array_header(&buf, OID_INT8, count);
    for (size_t i = 0; i < count; i++) {
        put_big_endian(&buf, sizeof(items[i]), 4);
        put_big_endian(&buf, (uint64_t)items[i], sizeof(items[i]));
    }
    return (struct param){.value = buf_bytes(&buf), .binary = true};
}

bool cell_is_null(const PGresult *res, int row, int column)
{
    return PQgetisnull(res, row, column) != 0;
}

struct bytes cell_text(const PGresult *res, int row, int column)
{
    if (cell_is_null(res, row, column))
        return BYTES_NONE;
    return (struct bytes){PQgetvalue(res, row, column), (size_t)PQgetlength(res, row, column)};
}

int64_t cell_i64(const PGresult *res, int row, int column)
{
    int64_t number = 0;

    return parse_i64(cell_text(res, row, column), &number) ? number : 0;
}

double cell_double(const PGresult *res, int row, int column)
{
    double number = 0;

    return parse_double(cell_text(res, row, column), &number) ? number : 0;
}

bool cell_bool(const PGresult *res, int row, int column)
{
    return bytes_is(cell_text(res, row, column), "t");
}

struct uuid cell_uuid(const PGresult *res, int row, int column)
{
    struct uuid uuid = {{0}};

    return uuid_parse(cell_text(res, row, column), &uuid) ? uuid : (struct uuid){{0}};
}

/* "2026-03-01 12:00:00.5+00" as the server writes it in ISO style and UTC. */
int64_t cell_instant(const PGresult *res, int row, int column)
{
    struct bytes text = cell_text(res, row, column);
    char copy[40];
    int64_t us = 0;

    if (text.n < 4 || text.n > sizeof(copy) || !bytes_end(text, BYTES("+00")))
        return 0;
    memcpy(copy, text.p, text.n - 3);
    copy[text.n - 3] = 'Z';
    return instant_parse((struct bytes){copy, text.n - 2}, &us) ? us : 0;
}

struct bytes cell_bytea(struct arena *arena, const PGresult *res, int row, int column)
{
    struct bytes text = cell_text(res, row, column), raw;

    if (!bytes_start(text, BYTES("\\x")) || !hex_parse(arena, bytes_from(text, 2), &raw))
        return BYTES_NONE;
    return raw;
}
