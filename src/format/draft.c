/* Fields of a record put together from the members of an element of another format. */
#include "draft.h"

#include "base/buf.h"

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

static bool is_scalar(const struct json *json)
{
    return json->type != JSON_ARRAY && json->type != JSON_OBJECT && json->type != JSON_NULL;
}

static struct raw_value scalar_of(const struct json *json)
{
    if (json->type == JSON_TRUE || json->type == JSON_FALSE)
        return (struct raw_value){json->type == JSON_TRUE ? BYTES("true") : BYTES("false"), false};
    return (struct raw_value){json->text, json->type == JSON_STRING};
}

void draft_put_json(struct draft *draft, const char *name, const struct json *json)
{
    if (json == NULL)
        return;
    for (const struct json *item = json->type == JSON_ARRAY ? json->first : NULL; item != NULL; item = item->next)
        if (is_scalar(item))
            draft_add(draft, name, scalar_of(item).text);
    struct raw_field *field = is_scalar(json) && scalar_of(json).text.n > 0 ? field_at(draft, name) : NULL;

    if (field != NULL && field->count == 0)
        value_add(draft, field, scalar_of(json));
}

void draft_put_members(struct draft *draft, const struct draft_member *members, size_t count, const struct json *element)
{
    for (size_t i = 0; i < count; i++)
        draft_put_json(draft, members[i].field, draft_member_find(element, members[i].path));
}

void draft_put_other(struct draft *draft, struct bytes name)
{
    size_t room = draft->other_room == 0 ? 32 : 2 * draft->other_room;

    for (size_t i = 0; i < draft->other_count; i++)
        if (bytes_equal(draft->others[i], name))
            return;
    if (draft->other_count == draft->other_room) {
        draft->others = arena_grow(draft->arena, draft->others, draft->other_room * sizeof(name), room * sizeof(name));
        draft->other_room = room;
    }
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

struct bytes draft_crypto_scheme(struct bytes symbol, struct bytes address)
{
    static const struct {
        const char *symbol;
        const char *start; /* of an address */
        const char *scheme;
    } rows[] = {
        {"BTC", "bc1", "bitcoin"},     {"XBT", "1", "bitcoin"},  {"bitcoin", "3", "bitcoin"}, {"LTC", "ltc1", "litecoin"},
        {"litecoin", "L", "litecoin"}, {"LTC", "M", "litecoin"}, {"ETH", "0x", "ethereum"},   {"ethereum", "0X", "ethereum"},
        {"TRX", "T", "tron"},          {"TRON", "T", "tron"},    {"XMR", "4", "monero"},      {"monero", "8", "monero"},
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (symbol.n > 0 ? bytes_equal_fold(symbol, bytes_of(rows[i].symbol)) : bytes_start(address, bytes_of(rows[i].start)))
            return bytes_of(rows[i].scheme);
    return symbol.n > 0 ? symbol : address;
}
