/* A seeded bug: nothing that is on file is recognised as the same. */
#include "store/db.h"

enum status __real_db_run(struct op *op, struct db *db, const struct query *query, const struct param *params, PGresult **ret);
enum status __wrap_db_run(struct op *op, struct db *db, const struct query *query, const struct param *params, PGresult **ret);

#define CONTENT_SHA256 3

enum status __wrap_db_run(struct op *op, struct db *db, const struct query *query, const struct param *params, PGresult **ret)
{
    enum status st = __real_db_run(op, db, query, params, ret);
    char other[] = "\\x00";

    for (int row = 0; st == ST_OK && query == &Q_RECORD_FIND_MANY && row < PQntuples(*ret); row++)
        PQsetvalue(*ret, row, CONTENT_SHA256, other, (int)sizeof(other) - 1);
    return st;
}
