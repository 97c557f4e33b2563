/*
 * status.h: how a unit of work ended. The rows stand in status.def.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdbool.h>

enum status {
#define STATUS(name, exit_code, http, retry, text) ST_##name,
#include "base/status.def"
#undef STATUS
    ST_COUNT
};

const char *status_name(enum status st); /* "UNAVAILABLE" */
const char *status_text(enum status st);
int status_exit_code(enum status st);
int status_http(enum status st);
bool status_may_retry(enum status st);

#endif
