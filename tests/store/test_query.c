/* Every query of sql/query/ is prepared against a fresh schema. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"
#include "embedded/query.h"
#include "store/db.h"

static PGconn *connection(void)
{
    PGconn *conn = PQconnectdb(getenv("EFC_TEST_DB"));

    cr_assert_eq(PQstatus(conn), CONNECTION_OK, "%s", PQerrorMessage(conn));
    return conn;
}

static bool returns_rows(PGconn *conn, const char *name)
{
    AUTO(pg_clear) PGresult *res = PQdescribePrepared(conn, name);

    return PQnfields(res) > 0;
}

static unsigned parameters_of(PGconn *conn, const char *name)
{
    AUTO(pg_clear) PGresult *res = PQdescribePrepared(conn, name);

    return (unsigned)PQnparams(res);
}

Test(query, each_is_prepared_and_takes_the_parameters_that_its_contract_says)
{
    PGconn *conn = connection();

    cr_assert_gt(query_count, 20);
    for (unsigned i = 0; i < query_count; i++) {
        const struct query *query = query_all[i];
        AUTO(pg_clear) PGresult *res = PQprepare(conn, query->name, query->sql, 0, NULL);

        cr_expect_eq(PQresultStatus(res), PGRES_COMMAND_OK, "%s: %s", query->name, PQresultErrorMessage(res));
        if (PQresultStatus(res) == PGRES_COMMAND_OK)
            cr_expect_eq(parameters_of(conn, query->name), query->parameters, "%s: parameters", query->name);
    }
    PQfinish(conn);
}

Test(query, one_that_promises_rows_returns_columns_and_none_returns_none)
{
    PGconn *conn = connection();

    for (unsigned i = 0; i < query_count; i++) {
        const struct query *query = query_all[i];
        AUTO(pg_clear) PGresult *res = PQprepare(conn, query->name, query->sql, 0, NULL);

        if (query->rows != ROWS_COPY && PQresultStatus(res) == PGRES_COMMAND_OK)
            cr_expect_eq(returns_rows(conn, query->name), query->rows != ROWS_NONE, "%s: its '-- rows:' line", query->name);
    }
    PQfinish(conn);
}

/* A prepared COPY is not checked by the server; so its inner SELECT, or its list of columns, is. */
static char *copy_as_select(const struct query *query)
{
    const char *from = strstr(query->sql, "COPY ("), *to = strstr(query->sql, ") TO STDOUT");
    const char *table = strstr(query->sql, "COPY "), *columns = strchr(table == NULL ? query->sql : table, '('), *end;
    char *text = NULL;
    int n;

    if (from != NULL && to == NULL)
        for (const char *p = from; (p = strstr(p, "TO STDOUT")) != NULL; p++)
            to = p - 1;
    if (from != NULL && to != NULL) {
        while (*to != ')')
            to--;
        n = asprintf(&text, "%.*s", (int)(to - from - 6), from + 6);
    } else {
        end = columns == NULL ? NULL : strchr(columns, ')');
        cr_assert(table != NULL && end != NULL, "%s: neither COPY (SELECT) nor COPY table (columns)", query->name);
        n = asprintf(&text, "SELECT %.*s FROM %.*s", (int)(end - columns - 1), columns + 1, (int)(columns - table - 5),
                     table + 5);
    }
    cr_assert_gt(n, 0);
    return text;
}

Test(query, each_copy_names_tables_and_columns_that_are_there)
{
    PGconn *conn = connection();

    for (unsigned i = 0; i < query_count; i++) {
        if (query_all[i]->rows != ROWS_COPY)
            continue;
        char *text = copy_as_select(query_all[i]);
        AUTO(pg_clear) PGresult *res = PQprepare(conn, "", text, 0, NULL);

        cr_expect_eq(PQresultStatus(res), PGRES_COMMAND_OK, "%s: %s", query_all[i]->name, PQresultErrorMessage(res));
        free(text);
    }
    PQfinish(conn);
}
