/* A seeded bug: COMMIT returns before what it commits is on the disk, and so the receipt is given too early. */
#include "store/db.h"

enum status __real_db_open(struct op *op, const char *conninfo, const char *role, struct db **ret);
enum status __wrap_db_open(struct op *op, const char *conninfo, const char *role, struct db **ret);

enum status __wrap_db_open(struct op *op, const char *conninfo, const char *role, struct db **ret)
{
    enum status st = __real_db_open(op, conninfo, role, ret);

    return st == ST_OK ? db_script(op, *ret, "seed", "SET synchronous_commit = off") : st;
}
