/*
 * Objects inside objects: each value is named by its path, "merchant.address.city". Lists of objects give one list for each path; what
 * belongs together in them is no longer seen.
 */
#include "base/map.h"
#include "format/decoder.h"

#define VALUE_MOST 4096 /* of one record */

struct flattening {
    struct arena *arena;
    struct map names; /* path to struct gathered */
    size_t values;
    bool too_many;
};

struct gathered {
    struct raw_field field;
    struct raw_value *values;
    size_t room;
};

static struct gathered *gathered_at(struct flattening *f, struct bytes path, bool in_list)
{
    void **place = map_put(&f->names, path);
    struct gathered *gathered = *place;

    if (gathered == NULL) {
        gathered = arena_new_of(f->arena, struct gathered);
        *place = gathered;
        gathered->field.name = path;
    }
    gathered->field.is_list = gathered->field.is_list || in_list;
    return gathered;
}

static void value_put(struct flattening *f, struct bytes path, bool in_list, struct raw_value value)
{
    struct gathered *gathered = gathered_at(f, path, in_list);

    gathered->values = arena_room(f->arena, gathered->values, gathered->field.count, &gathered->room, sizeof(*gathered->values));
    gathered->values[gathered->field.count++] = value;
    f->too_many = f->too_many || ++f->values > VALUE_MOST || map_count(&f->names) > FORMAT_COLUMN_MOST;
}

static struct bytes path_of(struct flattening *f, struct bytes path, struct bytes key)
{
    return path.n == 0 ? key : bytes_printf(f->arena, "%.*s.%.*s", (int)path.n, path.p, (int)key.n, key.p);
}

/* As deep as json_parse() lets a value be. */
static void value_flatten(struct flattening *f, struct bytes path, bool in_list, const struct json *json)
{
    bool object = json->type == JSON_OBJECT;

    if (json->type == JSON_NULL || f->too_many)
        return;
    if (!object && json->type != JSON_ARRAY) {
        value_put(f, path, in_list, json_scalar_value(json));
        return;
    }
    for (const struct json *child = json->first; child != NULL; child = child->next)
        value_flatten(f, object ? path_of(f, path, child->key) : path, in_list || !object, child);
}

void fields_flatten(struct arena *arena, const struct json *object, struct raw_record *record)
{
    struct flattening f = {.arena = arena};
    struct raw_field *fields;

    map_init(&f.names, arena);
    value_flatten(&f, BYTES_NONE, false, object);
    if (f.too_many) {
        record->broken = REASON_too_many_fields;
        return;
    }
    fields = arena_array(arena, struct raw_field, map_count(&f.names));
    for (size_t i = 0; i < map_count(&f.names); i++) {
        const struct gathered *gathered = map_at(&f.names, i)->value;

        fields[i] = gathered->field;
        fields[i].values = gathered->values;
    }
    record->fields = fields;
    record->count = map_count(&f.names);
}
