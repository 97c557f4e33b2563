/* Every query of sql/query/ is prepared against a fresh schema. */
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"
#include "embedded/query.h"
#include "store/db.h"

static void plain(PGconn *conn, const char *sql)
{
    PQclear(PQexec(conn, sql));
}

/* Leaves the transaction usable when it fails. */
static bool prepared(PGconn *conn, const char *name, const char *sql, char *ret_error, size_t room)
{
    plain(conn, "SAVEPOINT one");
    AUTO(pg_clear) PGresult *res = PQprepare(conn, name, sql, 0, NULL);
    bool good = PQresultStatus(res) == PGRES_COMMAND_OK;

    snprintf(ret_error, room, "%s", PQresultErrorMessage(res));
    if (!good)
        plain(conn, "ROLLBACK TO one");
    return good;
}

/* Runs a query that makes a temporary table, with NULL for each parameter. */
static bool work_table_made(PGconn *conn, const struct query *query)
{
    const char *values[32] = {NULL};

    plain(conn, "SAVEPOINT one");
    AUTO(pg_clear) PGresult *res = PQexecParams(conn, query->sql, (int)query->parameters, NULL, values, NULL, NULL, 0);
    bool good = PQresultStatus(res) == PGRES_COMMAND_OK;

    if (!good)
        plain(conn, "ROLLBACK TO one");
    return good;
}

/* Some queries read temporary tables that others make: those are made first, in whatever order it takes. */
static void make_work_tables(PGconn *conn)
{
    bool more = true;

    while (more) {
        more = false;
        for (unsigned i = 0; i < query_count; i++)
            if (strstr(query_all[i]->sql, "CREATE TEMPORARY TABLE") != NULL)
                more |= work_table_made(conn, query_all[i]);
    }
}

static PGconn *connection(void)
{
    PGconn *conn = PQconnectdb(getenv("EFC_TEST_DB"));

    cr_assert_eq(PQstatus(conn), CONNECTION_OK, "%s", PQerrorMessage(conn));
    plain(conn, "BEGIN");
    make_work_tables(conn);
    return conn;
}

/* A FETCH has the columns of its cursor, which is not open here. */
static bool is_fetch(const struct query *query)
{
    return strstr(query->sql, "\nFETCH ") != NULL;
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
        char error[400];
        bool good = prepared(conn, query->name, query->sql, error, sizeof(error));

        cr_expect(good, "%s: %s", query->name, error);
        if (good)
            cr_expect_eq(parameters_of(conn, query->name), query->parameters, "%s: parameters", query->name);
    }
    PQfinish(conn);
}

Test(query, one_that_promises_rows_returns_columns_and_none_returns_none)
{
    PGconn *conn = connection();

    for (unsigned i = 0; i < query_count; i++) {
        const struct query *query = query_all[i];
        char error[400];

        if (query->rows != ROWS_COPY && !is_fetch(query) && prepared(conn, query->name, query->sql, error, sizeof(error)))
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
        char *text = copy_as_select(query_all[i]), error[400];
        bool good = prepared(conn, "", text, error, sizeof(error));

        cr_expect(good, "%s: %s", query_all[i]->name, error);
        free(text);
    }
    PQfinish(conn);
}
