/*
 * query.h: one SQL statement of sql/query/, with what its opening comment promises.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

enum query_rows { ROWS_NONE, ROWS_ONE, ROWS_OPT, ROWS_MANY, ROWS_COPY };

struct query {
    const char *name; /* also its name as a prepared statement */
    const char *sql;
    unsigned parameters;
    enum query_rows rows;
};

#endif
