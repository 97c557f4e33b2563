/* A record's canonical JSON, and the record again from it. */
#include "base/json.h"
#include "core/record/record_check.h"

static void put_value(struct json_out *out, const struct field_row *row, const struct value *value)
{
    if (row->value == VALUE_boolean)
        json_bool(out, value->number != 0);
    else
        json_string(out, value->text);
}

static void put_field(struct json_out *out, const struct field_row *row, const struct field_values *values)
{
    json_key_bytes(out, row->name);
    if (row->shape == SHAPE_ONE) {
        put_value(out, row, &values->items[0]);
        return;
    }
    json_open(out, '[');
    for (size_t i = 0; i < values->count; i++)
        put_value(out, row, &values->items[i]);
    json_close(out, ']');
}

void check_content(struct check *check)
{
    struct record *record = check->record;
    struct json_out out;
    struct buf buf;

    buf_init(&buf, check->context.arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    for (size_t i = 0; i < record_field_count(record->kind); i++)
        if (record->fields[i].count > 0)
            put_field(&out, field_row_at(record->kind, i), &record->fields[i]);
    json_close(&out, '}');
    record->content = buf_bytes(&buf);
    sha256_bytes(record->content, &record->content_hash);
}

/* ---- back ---- */

static void restore_field(struct arena *arena, const struct json *json, struct raw_field *ret)
{
    const struct json *item = json->type == JSON_ARRAY ? json->first : json;
    size_t count = json->type == JSON_ARRAY ? json->count : 1;
    struct raw_value *values = arena_array(arena, struct raw_value, count);

    *ret = (struct raw_field){.name = json->key, .values = values, .count = count, .is_list = json->type == JSON_ARRAY};
    for (size_t i = 0; i < count; i++, item = item->next) {
        values[i] = (struct raw_value){item->text, item->type == JSON_STRING};
        if (item->type == JSON_TRUE || item->type == JSON_FALSE)
            values[i].text = item->type == JSON_TRUE ? BYTES("true") : BYTES("false");
    }
}

enum status record_restore(struct op *op, const struct ident_data *data, enum record_kind kind, struct bytes partner,
                           struct bytes content, struct record *ret)
{
    struct raw_record raw = {.line = 0};
    struct json *json;
    enum status st = json_parse(op, content, &json);

    if (st != ST_OK)
        return st;
    struct raw_field *fields = arena_array(op->arena, struct raw_field, json->count);

    for (const struct json *child = json->first; child != NULL; child = child->next)
        restore_field(op->arena, child, &fields[raw.count++]);
    raw.fields = fields;
    record_check(data, op->arena, kind, partner, &raw, ret);
    if (ret->refused)
        return op_fail(op, ST_BUG, "a stored record no longer passes the checks: field %s, %s",
                       ret->problems[0].field.p == NULL ? "" : bytes_cstr(op->arena, ret->problems[0].field),
                       reason_code(ret->problems[0].reason));
    return ST_OK;
}
