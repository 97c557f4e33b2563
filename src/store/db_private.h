/*
 * db_private.h: what the files of the database door share.
 */
#ifndef STORE_DB_PRIVATE_H
#define STORE_DB_PRIVATE_H

#include "base/buf.h"
#include "store/db.h"

struct db {
    PGconn *conn;
    const struct query **prepared;
    size_t prepared_count;
    size_t prepared_room;
};

/* Records what went wrong with the query `name`; res may be NULL. */
enum status db_fail(struct op *op, struct db *db, const PGresult *res, const char *name);

/* The binary wire format: numbers in network order, values behind their length, arrays of one dimension. */
void put_big_endian(struct buf *buf, uint64_t number, unsigned size);
void put_sized(struct buf *buf, struct bytes value);
void put_array_header(struct buf *buf, uint32_t element_oid, size_t count);

#define OID_INT8 20
#define OID_INT2 21
#define OID_TEXT 25
#define OID_UUID 2950

/* Microseconds between 1970-01-01, our epoch, and 2000-01-01, PostgreSQL's. */
#define POSTGRES_EPOCH_US INT64_C(946684800000000)

#endif
