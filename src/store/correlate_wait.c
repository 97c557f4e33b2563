/* Waiting for something to correlate. */
#include <errno.h>
#include <poll.h>

#include "store/correlate_store.h"

enum status correlate_listen(struct op *op, struct db *db)
{
    return db_script(op, db, "listen", "LISTEN efc_changed");
}

static bool take_notices(PGconn *connection)
{
    bool any = false;

    for (PGnotify *notice; (notice = PQnotifies(connection)) != NULL; PQfreemem(notice))
        any = true;
    return any;
}

enum status correlate_wait(struct op *op, struct db *db, int64_t timeout_ms)
{
    PGconn *connection = db_connection(db);
    struct pollfd poll_fd = {.fd = PQsocket(connection), .events = POLLIN};

    if (take_notices(connection)) /* came in with an answer */
        return ST_OK;
    if (poll(&poll_fd, 1, (int)timeout_ms) < 0 && errno != EINTR)
        return op_fail(op, ST_UNAVAILABLE, "correlate: the connection to the database cannot be waited for");
    if (PQconsumeInput(connection) == 0)
        return op_fail(op, ST_UNAVAILABLE, "correlate: the connection to the database was lost");
    take_notices(connection);
    return ST_OK;
}
