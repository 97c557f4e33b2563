/*
 * log.h: one JSON object a line on stderr, for the long-running roles. Only edge and cli log.
 *
 * Privacy  fields are names, counts, ids and statuses; never a value that a partner sent.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

#include "base/op.h"

enum log_level { LOG_ERROR, LOG_WARNING, LOG_INFO, LOG_DEBUG };

struct log_field {
    const char *name;
    const char *text; /* NULL: the number counts */
    int64_t number;
};

#define LOG_TEXT(name, text) ((struct log_field){(name), (text), 0})
#define LOG_NUMBER(name, number) ((struct log_field){(name), NULL, (number)})
#define log_event(level, event, ...)                                                                                             \
    log_write((level), (event), (struct log_field[]){__VA_ARGS__}, COUNT_OF(((struct log_field[]){__VA_ARGS__})))

void log_set_level(enum log_level most);
void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t count);

#endif
