#include "edge/http/problem_type.h"

struct problem_row {
    const char *name;
    int http;
    int retry_s;
    const char *title;
};

static const struct problem_row rows[PROBLEM_TYPE_COUNT] = {
#define PROBLEM_TYPE(name, http, retry_s, title) [PROBLEM_TYPE_##name] = {#name, http, retry_s, title},
#include "edge/problem_type.def"
#undef PROBLEM_TYPE
};

int problem_type_http(enum problem_type type)
{
    return rows[type].http;
}

int problem_type_retry_s(enum problem_type type)
{
    return rows[type].retry_s;
}

const char *problem_type_title(enum problem_type type)
{
    return rows[type].title;
}

enum problem_type problem_type_of_status(enum status st)
{
    for (int type = 0; type < PROBLEM_TYPE_COUNT; type++)
        if (rows[type].http == status_http(st))
            return (enum problem_type)type;
    return PROBLEM_TYPE_bug;
}

struct bytes problem_print(struct arena *arena, enum problem_type type, const char *pointer, const char *detail,
                           struct bytes request_id)
{
    struct json_out out;
    struct buf text;

    buf_init(&text, arena);
    json_out_init(&out, &text);
    json_open(&out, '{');
    json_key_string(&out, "type", bytes_printf(arena, "urn:efc:problem:%s", rows[type].name));
    json_key_string(&out, "title", bytes_of(rows[type].title));
    json_key_i64(&out, "status", rows[type].http);
    if (detail[0] != '\0')
        json_key_string(&out, "detail", bytes_of(detail));
    if (pointer != NULL)
        json_key_string(&out, "pointer", bytes_of(pointer));
    json_key_string(&out, "request_id", request_id);
    json_close(&out, '}');
    buf_putc(&text, '\n');
    return buf_bytes(&text);
}
