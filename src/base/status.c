#include "base/status.h"

struct status_row {
    const char *name;
    int exit_code;
    int http;
    bool retry;
    const char *text;
};

static const struct status_row rows[ST_COUNT] = {
#define STATUS(name, exit_code, http, retry, text) [ST_##name] = {#name, exit_code, http, retry, text},
#include "base/status.def"
#undef STATUS
};

static const struct status_row *row_of(enum status st)
{
    return &rows[(unsigned)st < ST_COUNT ? st : ST_BUG];
}

const char *status_name(enum status st)
{
    return row_of(st)->name;
}

const char *status_text(enum status st)
{
    return row_of(st)->text;
}

int status_exit_code(enum status st)
{
    return row_of(st)->exit_code;
}

int status_http(enum status st)
{
    return row_of(st)->http;
}

bool status_may_retry(enum status st)
{
    return row_of(st)->retry;
}
