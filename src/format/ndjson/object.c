/* One JSON object to the fields of a record: texts, numbers, booleans, null, and lists of texts and numbers. */
#include "base/json.h"
#include "format/decoder.h"

bool json_is_scalar(const struct json *json)
{
    return json->type != JSON_ARRAY && json->type != JSON_OBJECT;
}

struct raw_value json_scalar_value(const struct json *json)
{
    if (json->type == JSON_TRUE || json->type == JSON_FALSE)
        return (struct raw_value){json->type == JSON_TRUE ? BYTES("true") : BYTES("false"), false};
    return (struct raw_value){json->text, json->type == JSON_STRING};
}

/* false: a value inside is neither scalar nor a list of scalars. */
static bool field_decode(struct arena *arena, const struct json *json, struct raw_field *ret)
{
    bool is_list = json->type == JSON_ARRAY;
    struct raw_value *values = arena_array(arena, struct raw_value, is_list ? json->count : 1);
    size_t count = 0;

    if (json->type == JSON_OBJECT)
        return false;
    for (const struct json *item = is_list ? json->first : json; item != NULL; item = is_list ? item->next : NULL) {
        if (!json_is_scalar(item))
            return false;
        if (item->type != JSON_NULL)
            values[count++] = json_scalar_value(item);
    }
    *ret = (struct raw_field){.name = json->key, .values = values, .count = count, .is_list = is_list};
    return true;
}

static enum reason fields_decode(struct arena *arena, bool nested, const struct json *object, struct raw_record *record)
{
    struct raw_field *fields;

    if (object->type != JSON_OBJECT)
        return REASON_json_not_object;
    if (object->count > FORMAT_COLUMN_MOST)
        return REASON_too_many_fields;
    if (nested) {
        fields_flatten(arena, object, record);
        return record->broken;
    }
    fields = arena_array(arena, struct raw_field, object->count);
    for (const struct json *child = object->first; child != NULL; child = child->next)
        if (!field_decode(arena, child, &fields[record->count++])) {
            record->count = 0;
            return REASON_json_type;
        }
    record->fields = fields;
    return REASON_ok;
}

void object_decode(struct arena *arena, bool nested, struct raw_record *record)
{
    struct json *json;
    struct op op;

    record->broken = text_check(record->text);
    if (record->broken != REASON_ok)
        return;
    op_init(&op, arena, 0, "");
    if (json_parse(&op, record->text, &json) == ST_INPUT)
        record->broken = REASON_json_invalid;
    else
        record->broken = fields_decode(arena, nested, json, record);
}
