/* Fields of a record put together from the members of an element of another format. */
#include "draft.h"

#include "base/buf.h"
#include "format/decoder.h"

void draft_begin(struct draft *draft, struct arena *arena, const char *kind)
{
    *draft = (struct draft){.arena = arena, .fields = arena_array(arena, struct raw_field, DRAFT_FIELD_MOST)};
    draft_put(draft, "record_kind", bytes_of(kind));
}

static struct raw_field *field_at(struct draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->count; i++)
        if (bytes_is(draft->fields[i].name, name))
            return &draft->fields[i];
    if (draft->count == DRAFT_FIELD_MOST)
        return NULL;
    draft->fields[draft->count].name = bytes_of(name);
    return &draft->fields[draft->count++];
}

static void value_add(struct draft *draft, struct raw_field *field, struct raw_value value)
{
    struct raw_value *values = arena_array(draft->arena, struct raw_value, field->count + 1);

    for (size_t i = 0; i < field->count; i++)
        values[i] = field->values[i];
    values[field->count++] = value;
    field->values = values;
}

/* The first that is put stays. */
void draft_put(struct draft *draft, const char *name, struct bytes text)
{
    struct raw_field *field = text.n == 0 ? NULL : field_at(draft, name);

    if (field != NULL && field->count == 0)
        value_add(draft, field, (struct raw_value){text, true});
}

void draft_add(struct draft *draft, const char *name, struct bytes text)
{
    struct raw_field *field = text.n == 0 ? NULL : field_at(draft, name);

    if (field == NULL || field->count == RECORD_LIST_LIMIT)
        return;
    field->is_list = true;
    value_add(draft, field, (struct raw_value){text, true});
}

static bool has_value(const struct json *json)
{
    return json_is_scalar(json) && json->type != JSON_NULL;
}

void draft_put_json(struct draft *draft, const char *name, const struct json *json)
{
    if (json == NULL)
        return;
    for (const struct json *item = json->type == JSON_ARRAY ? json->first : NULL; item != NULL; item = item->next)
        if (has_value(item))
            draft_add(draft, name, json_scalar_value(item).text);
    struct raw_field *field = has_value(json) && json_scalar_value(json).text.n > 0 ? field_at(draft, name) : NULL;

    if (field != NULL && field->count == 0)
        value_add(draft, field, json_scalar_value(json));
}

void draft_put_members(struct draft *draft, const struct draft_member *members, size_t count, const struct json *element)
{
    for (size_t i = 0; i < count; i++)
        draft_put_json(draft, members[i].field, draft_member_find(element, members[i].path));
}

void draft_put_other(struct draft *draft, struct bytes name)
{
    for (size_t i = 0; i < draft->other_count; i++)
        if (bytes_equal(draft->others[i], name))
            return;
    draft->others = arena_room(draft->arena, draft->others, draft->other_count, &draft->other_room, sizeof(name));
    draft->others[draft->other_count++] = name;
}

static bool is_empty(const struct json *json)
{
    return json->type == JSON_NULL || (json->type == JSON_STRING && json->text.n == 0) ||
           (json->count == 0 && (json->type == JSON_ARRAY || json->type == JSON_OBJECT));
}

/* As deep as json_parse() lets a value be. */
void draft_put_others(struct draft *draft, const struct json *element)
{
    for (const struct json *child = element->first; child != NULL; child = child->next) {
        if (child->key.n > 0 && !is_empty(child))
            draft_put_other(draft, child->key);
        draft_put_others(draft, child);
    }
}

void draft_end(const struct draft *draft, struct raw_record *record)
{
    record->fields = draft->fields;
    record->count = draft->count;
    record->others = draft->others;
    record->other_count = draft->other_count;
}

const struct json *draft_member_find(const struct json *element, const char *path)
{
    struct bytes rest = bytes_of(path), part;

    while (element != NULL && bytes_next_part(&rest, '.', &part)) {
        const struct json *child = element->type == JSON_OBJECT ? element->first : NULL;

        while (child != NULL && !bytes_equal(child->key, part))
            child = child->next;
        element = child;
    }
    return element;
}

struct bytes draft_member_text(const struct json *element, const char *path)
{
    const struct json *json = draft_member_find(element, path);

    return json != NULL && (json->type == JSON_STRING || json->type == JSON_NUMBER) ? json->text : BYTES_NONE;
}

static const struct {
    const char *scheme;
    const char *symbols[3];
    const char *starts[3]; /* of an address */
} crypto_schemes[] = {
    {"bitcoin", {"BTC", "XBT", "bitcoin"}, {"bc1", "1", "3"}},
    {"litecoin", {"LTC", "litecoin"}, {"ltc1", "L", "M"}},
    {"ethereum", {"ETH", "ethereum"}, {"0x", "0X"}},
    {"tron", {"TRX", "TRON"}, {"T"}},
    {"monero", {"XMR", "monero"}, {"4", "8"}},
};

struct bytes draft_crypto_scheme(struct bytes symbol, struct bytes address)
{
    for (size_t i = 0; i < COUNT_OF(crypto_schemes); i++) {
        const char *const *marks = symbol.n > 0 ? crypto_schemes[i].symbols : crypto_schemes[i].starts;

        for (size_t k = 0; k < COUNT_OF(crypto_schemes[i].symbols) && marks[k] != NULL; k++)
            if (symbol.n > 0 ? bytes_equal_fold(symbol, bytes_of(marks[k])) : bytes_start(address, bytes_of(marks[k])))
                return bytes_of(crypto_schemes[i].scheme);
    }
    return symbol.n > 0 ? symbol : address;
}
