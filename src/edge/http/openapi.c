/* The OpenAPI 3.1 description, from route.def, parameter.def, schema.def and problem_type.def. */
#include "base/json.h"
#include "core/record.h"
#include "edge/http.h"
#include "edge/http/problem_type.h"
#include "edge/route.h"

/* What any route behind a token may answer, and any route at all. */
static const char problems_anywhere[] = "400 405 431 500 503";
static const char problems_behind_token[] = "401 403 429";

/* ---- types ---- */

static const struct type {
    const char *name;
    const char *type; /* NULL: anything */
    const char *format;
    const char *pattern;
} types[] = {
    {"text", "string", NULL, NULL},
    {"uuid", "string", "uuid", NULL},
    {"instant", "string", "date-time", NULL},
    {"day", "string", "date", NULL},
    {"month", "string", NULL, "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    {"sha256", "string", NULL, "^[0-9a-f]{64}$"},
    {"integer", "integer", NULL, NULL},
    {"boolean", "boolean", NULL, NULL},
    {"any", NULL, NULL, NULL},
};

static void put_kinds(struct json_out *out)
{
    json_key_string(out, "type", BYTES("string"));
    json_key(out, "enum");
    json_open(out, '[');
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        json_string(out, bytes_of(record_kind_name((enum record_kind)kind)));
    json_close(out, ']');
}

static void put_reference(struct json_out *out, struct bytes schema)
{
    json_key_string(out, "$ref", bytes_printf(out->arena, "#/components/schemas/%.*s", (int)schema.n, schema.p));
}

static void put_plain_type(struct json_out *out, struct bytes name)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (bytes_is(name, types[i].name)) {
            if (types[i].type != NULL)
                json_key_string(out, "type", bytes_of(types[i].type));
            if (types[i].format != NULL)
                json_key_string(out, "format", bytes_of(types[i].format));
            if (types[i].pattern != NULL)
                json_key_string(out, "pattern", bytes_of(types[i].pattern));
            return;
        }
    put_reference(out, name);
}

static void put_type(struct json_out *out, const char *name)
{
    struct bytes type = bytes_of(name);

    if (bytes_is(type, "kind")) {
        put_kinds(out);
    } else if (bytes_start(type, BYTES("list_"))) {
        json_key_string(out, "type", BYTES("array"));
        json_key(out, "items");
        json_open(out, '{');
        put_plain_type(out, bytes_from(type, sizeof("list_") - 1));
        json_close(out, '}');
    } else {
        put_plain_type(out, type);
    }
}

/* ---- schemas ---- */

struct member {
    const char *schema;
    const char *name;
    const char *type;
    const char *text;
};

static const struct member members[] = {
#define SCHEMA(name, text)
#define MEMBER(schema, name, type, text) {#schema, #name, #type, text},
#include "edge/schema.def"
#undef SCHEMA
#undef MEMBER
};

static const struct {
    const char *name;
    const char *text;
} schemas[] = {
#define SCHEMA(name, text) {#name, text},
#define MEMBER(schema, name, type, text)
#include "edge/schema.def"
#undef SCHEMA
#undef MEMBER
};

static void put_member(struct json_out *out, const struct member *member)
{
    json_key(out, member->name);
    json_open(out, '{');
    put_type(out, member->type);
    json_key_string(out, "description", bytes_of(member->text));
    json_close(out, '}');
}

static void put_schemas(struct json_out *out)
{
    json_key(out, "schemas");
    json_open(out, '{');
    for (size_t i = 0; i < COUNT_OF(schemas); i++) {
        json_key(out, schemas[i].name);
        json_open(out, '{');
        json_key_string(out, "type", BYTES("object"));
        json_key_string(out, "description", bytes_of(schemas[i].text));
        json_key(out, "properties");
        json_open(out, '{');
        for (size_t m = 0; m < COUNT_OF(members); m++)
            if (bytes_is(bytes_of(members[m].schema), schemas[i].name))
                put_member(out, &members[m]);
        json_close(out, '}');
        json_close(out, '}');
    }
    json_close(out, '}');
}

/* ---- parameters and bodies ---- */

static const struct parameter {
    enum route_symbol route;
    const char *in;
    const char *name;
    const char *type;
    bool required;
    const char *text;
} parameters[] = {
#define PARAMETER(route, in, name, type, required, text) {ROUTE_##route, #in, name, #type, required, text},
#include "edge/parameter.def"
#undef PARAMETER
    {ROUTE_COUNT, NULL, NULL, NULL, false, NULL},
};

static void put_parameters(struct json_out *out, enum route_symbol route)
{
    json_key(out, "parameters");
    json_open(out, '[');
    for (size_t i = 0; i + 1 < COUNT_OF(parameters); i++) {
        if (parameters[i].route != route)
            continue;
        json_open(out, '{');
        json_key_string(out, "name", bytes_of(parameters[i].name));
        json_key_string(out, "in", bytes_of(parameters[i].in));
        json_key(out, "required");
        json_bool(out, parameters[i].required);
        json_key_string(out, "description", bytes_of(parameters[i].text));
        json_key(out, "schema");
        json_open(out, '{');
        put_type(out, parameters[i].type);
        json_close(out, '}');
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_body(struct json_out *out)
{
    static const char *const media[] = {
#define UPLOAD_TYPE(type) type,
#include "edge/upload_type.def"
#undef UPLOAD_TYPE
        "multipart/form-data",
    };

    json_key(out, "requestBody");
    json_open(out, '{');
    json_key(out, "required");
    json_bool(out, true);
    json_key_string(out, "description", BYTES("Records of one kind; Content-Encoding may be gzip. A form has one part, a file."));
    json_key(out, "content");
    json_open(out, '{');
    for (size_t i = 0; i < COUNT_OF(media); i++) {
        json_key(out, media[i]);
        json_open(out, '{');
        json_close(out, '}');
    }
    json_close(out, '}');
    json_close(out, '}');
}

/* ---- answers ---- */

static void put_content(struct json_out *out, const char *media, const char *schema)
{
    json_key(out, media);
    json_open(out, '{');
    if (schema != NULL) {
        json_key(out, "schema");
        json_open(out, '{');
        put_reference(out, bytes_of(schema));
        json_close(out, '}');
    }
    json_close(out, '}');
}

static void put_success(struct json_out *out, const struct route *route)
{
    struct bytes list = bytes_of(route->statuses), status, response = bytes_of(route->response);

    while (bytes_next_part(&list, ' ', &status)) {
        json_key_bytes(out, status);
        json_open(out, '{');
        json_key_string(out, "description", bytes_of(route->summary));
        if (!bytes_is(response, "none")) {
            json_key(out, "content");
            json_open(out, '{');
            if (bytes_is(response, "text"))
                put_content(out, "text/plain", NULL);
            else
                put_content(out, "application/json", route->response);
            if (bytes_is(response, "problem_page"))
                put_content(out, "text/csv", NULL);
            json_close(out, '}');
        }
        json_close(out, '}');
    }
}

static bool names_status(const char *list, int status)
{
    struct bytes rest = bytes_of(list), part;

    while (bytes_next_part(&rest, ' ', &part))
        if (part.n == 3 && (part.p[0] - '0') * 100 + (part.p[1] - '0') * 10 + part.p[2] - '0' == status)
            return true;
    return false;
}

static void put_problem(struct json_out *out, int status)
{
    struct buf titles;

    buf_init(&titles, out->arena);
    for (int type = 0; type < PROBLEM_TYPE_COUNT; type++)
        if (problem_type_http((enum problem_type)type) == status)
            buf_printf(&titles, "%s%s", titles.n > 0 ? "; " : "", problem_type_title((enum problem_type)type));
    json_key_bytes(out, bytes_printf(out->arena, "%d", status));
    json_open(out, '{');
    json_key_string(out, "description", buf_bytes(&titles));
    json_key(out, "content");
    json_open(out, '{');
    put_content(out, "application/problem+json", "problem_details");
    json_close(out, '}');
    json_close(out, '}');
}

static void put_problems(struct json_out *out, const struct route *route)
{
    for (int status = 400; status < 600; status++)
        if (!names_status(route->statuses, status) &&
            (names_status(problems_anywhere, status) || names_status(route->problems, status) ||
             (route->scope != SCOPE_none && names_status(problems_behind_token, status))))
            put_problem(out, status);
}

/* ---- routes ---- */

static void put_security(struct json_out *out, const struct route *route)
{
    json_key(out, "security");
    json_open(out, '[');
    for (int way = 0; way < 2 && route->scope != SCOPE_none; way++) {
        json_open(out, '{');
        json_key(out, way == 0 ? "token" : "certificate");
        json_open(out, '[');
        json_string(out, bytes_of(scope_name(route->scope)));
        json_close(out, ']');
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_operation(struct json_out *out, enum route_symbol symbol)
{
    const struct route *route = &routes[symbol];

    json_key_bytes(out, bytes_lower(out->arena, bytes_of(method_name(route->method))));
    json_open(out, '{');
    json_key_string(out, "operationId", bytes_of(route->symbol));
    json_key_string(out, "summary", bytes_of(route->summary));
    put_security(out, route);
    put_parameters(out, symbol);
    if (bytes_is(bytes_of(route->request), "records"))
        put_body(out);
    json_key(out, "responses");
    json_open(out, '{');
    put_success(out, route);
    put_problems(out, route);
    json_close(out, '}');
    json_close(out, '}');
}

static bool path_is_first(int route)
{
    for (int before = 0; before < route; before++)
        if (bytes_is(bytes_of(routes[before].path), routes[route].path))
            return false;
    return true;
}

static void put_paths(struct json_out *out)
{
    json_key(out, "paths");
    json_open(out, '{');
    for (int route = 0; route < ROUTE_COUNT; route++) {
        if (!path_is_first(route))
            continue;
        json_key(out, routes[route].path);
        json_open(out, '{');
        for (int same = route; same < ROUTE_COUNT; same++)
            if (bytes_is(bytes_of(routes[same].path), routes[route].path))
                put_operation(out, (enum route_symbol)same);
        json_close(out, '}');
    }
    json_close(out, '}');
}

static void put_security_schemes(struct json_out *out)
{
    json_key(out, "securitySchemes");
    json_raw(out, BYTES("{\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},\"certificate\":{\"type\":\"mutualTLS\"}}"));
}

void openapi_print(struct buf *text)
{
    struct json_out out;

    json_out_init(&out, text);
    json_open(&out, '{');
    json_key_string(&out, "openapi", BYTES("3.1.0"));
    json_key(&out, "info");
    json_open(&out, '{');
    json_key_string(&out, "title", BYTES("efc push API"));
    json_key_string(&out, "version", bytes_of(EFC_VERSION));
    json_key_string(&out, "description", BYTES("Partners send records, see what became of each line, and correct them."));
    json_close(&out, '}');
    put_paths(&out);
    json_key(&out, "components");
    json_open(&out, '{');
    put_schemas(&out);
    put_security_schemes(&out);
    json_close(&out, '}');
    json_close(&out, '}');
    buf_putc(text, '\n');
}
