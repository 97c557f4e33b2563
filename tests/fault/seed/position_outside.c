/* A seeded bug: how far a source has been read, and which files were taken, is committed by itself, before what was read is. */
#include <stdlib.h>
#include <unistd.h>

#include "store/source_store.h"

enum status __real_source_put_position(struct op *op, struct db *db, struct bytes id, struct bytes position);
enum status __wrap_source_put_position(struct op *op, struct db *db, struct bytes id, struct bytes position);
enum status __real_source_put_item(struct op *op, struct db *db, struct bytes id, const struct source_item *item,
                                   const struct sha256 *profile);
enum status __wrap_source_put_item(struct op *op, struct db *db, struct bytes id, const struct source_item *item,
                                   const struct sha256 *profile);

#define WINDOW_US 200000

enum status __wrap_source_put_position(struct op *op, struct db *db UNUSED, struct bytes id, struct bytes position)
{
    AUTO(db_close) struct db *own = NULL;
    enum status st = db_open(op, getenv("EFC_DB"), "efc_collect", &own);

    if (st == ST_OK)
        st = __real_source_put_position(op, own, id, position);
    usleep(WINDOW_US);
    return st;
}

enum status __wrap_source_put_item(struct op *op, struct db *db UNUSED, struct bytes id, const struct source_item *item,
                                   const struct sha256 *profile)
{
    AUTO(db_close) struct db *own = NULL;
    enum status st = db_open(op, getenv("EFC_DB"), "efc_collect", &own);

    if (st == ST_OK)
        st = __real_source_put_item(op, own, id, item, profile);
    usleep(WINDOW_US);
    return st;
}
