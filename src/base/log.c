#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/instant.h"
#include "base/json.h"

#define LINE_LIMIT (64 * 1024)

static const char *const level_names[] = {"error", "warning", "info", "debug"};
static enum log_level most_detail = LOG_INFO;

void log_set_level(enum log_level most)
{
    most_detail = most;
}

void log_write(enum log_level level, const char *event, const struct log_field *fields, size_t count)
{
    if (level > most_detail)
        return;
    AUTO(arena_free) struct arena *arena = arena_new(LINE_LIMIT);
    struct buf line;
    struct json_out out;

    buf_init(&line, arena);
    json_out_init(&out, &line);
    json_open(&out, '{');
    json_key_string(&out, "at", instant_print(arena, clock_now_us()));
    json_key_string(&out, "level", bytes_of(level_names[level]));
    json_key_string(&out, "event", bytes_of(event));
    for (size_t i = 0; i < count; i++) {
        if (fields[i].text != NULL)
            json_key_string(&out, fields[i].name, bytes_of(fields[i].text));
        else
            json_key_i64(&out, fields[i].name, fields[i].number);
    }
    json_close(&out, '}');
    buf_putc(&line, '\n');
    fwrite(line.p, 1, line.n, stderr); /* one write a line: lines of several processes do not mix */
}
