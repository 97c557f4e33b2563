/* A seeded bug: how far a submission has come is committed by itself, before what came in is. */
#include <stdlib.h>
#include <unistd.h>

#include "store/submission_store.h"

enum status __real_submission_put_progress(struct op *op, struct db *db, const struct submission *submission);
enum status __wrap_submission_put_progress(struct op *op, struct db *db, const struct submission *submission);

#define WINDOW_US 100000

enum status __wrap_submission_put_progress(struct op *op, struct db *db UNUSED, const struct submission *submission)
{
    AUTO(db_close) struct db *own = NULL;
    enum status st = db_open(op, getenv("EFC_DB"), "efc_intake", &own);

    if (st == ST_OK)
        st = __real_submission_put_progress(op, own, submission);
    usleep(WINDOW_US);
    return st;
}
