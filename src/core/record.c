/*
 * A record from what a format decoded: field by field through the table, then the endpoint and the site, then the canonical JSON.
 *
 * What is wrong with the fields that name the endpoint weighs only when no endpoint comes out of them: one complete name is enough.
 */
#include "core/record.h"

#include <string.h>

#include "base/json.h"
#include "core/record_value.h"

#define PROBLEM_LIMIT 64 /* of one record: what more is wrong does not help the sender */
#define LIST_SEPARATOR '|'

struct check {
    struct record *record;
    const struct raw_record *raw;
    const struct raw_field *present[RECORD_FIELD_LIMIT]; /* by index; NULL: not known */
    enum reason faults[RECORD_FIELD_LIMIT];              /* of the fields that identify */
    struct value_context context;
};

/* ---- problems ---- */

static void problem_add(struct check *check, struct bytes field, enum reason reason, bool is_error)
{
    struct record *record = check->record;

    if (is_error)
        record->refused = true;
    if (record->problem_count == PROBLEM_LIMIT)
        return;
    if (record->problems == NULL)
        record->problems = arena_array(check->context.arena, struct problem, 4);
    else if (record->problem_count >= 4 && (record->problem_count & (record->problem_count - 1)) == 0)
        record->problems = arena_grow(check->context.arena, record->problems, record->problem_count * sizeof(struct problem),
                                      record->problem_count * 2 * sizeof(struct problem));
    record->problems[record->problem_count++] = (struct problem){record->line, record->source_ref, field, reason, is_error};
}

/* ---- fields ---- */

static struct bytes first_text(const struct raw_field *field)
{
    return field == NULL || field->count == 0 ? BYTES_NONE : bytes_trim(field->values[0].text);
}

static bool is_known(const struct raw_field *field)
{
    return field->count > 1 || first_text(field).n > 0;
}

static bool kind_agrees(const struct check *check, const struct raw_field *field)
{
    return first_text(field).n == 0 || bytes_is(first_text(field), record_kind_name(check->record->kind));
}

/* Sorts the fields of the line into the places of their kind. */
static void fields_place(struct check *check)
{
    for (size_t i = 0; i < check->raw->count; i++) {
        const struct raw_field *field = &check->raw->fields[i];
        enum record_field found;

        if (record_field_find(check->record->kind, field->name, &found)) {
            if (is_known(field))
                check->present[record_field_index(found)] = field;
        } else if (bytes_is(field->name, "record_kind")) {
            if (!kind_agrees(check, field))
                problem_add(check, BYTES("record_kind"), REASON_wrong_kind, true);
        } else if (record_field_forbidden(field->name) && is_known(field)) {
            check->record->withheld = true;
            problem_add(check, bytes_copy(check->context.arena, field->name), REASON_forbidden_field, true);
        }
    }
}

static struct bytes text_of(const struct check *check, const char *name)
{
    enum record_field field;

    if (!record_field_find(check->record->kind, bytes_of(name), &field))
        return BYTES_NONE;
    return first_text(check->present[record_field_index(field)]);
}

static struct bytes either(struct bytes a, struct bytes b)
{
    return a.n > 0 ? a : b;
}

static void context_fill(struct check *check)
{
    struct value_context *context = &check->context;

    context->ident.country =
        bytes_upper(context->arena, either(text_of(check, "merchant_country"), text_of(check, "holder_country")));
    context->ident.provider = bytes_lower(context->arena, text_of(check, "wallet_provider"));
    context->currency = bytes_upper(context->arena, text_of(check, "currency"));
    context->chain = either(text_of(check, "crypto_chain"), text_of(check, "chain"));
    context->scheme = text_of(check, "account_scheme");
}

/* A JSON number stands for its digits, true and false only for a boolean. */
static bool type_fits(const struct field_row *row, const struct raw_value *value)
{
    if (value->is_text || row->value == VALUE_boolean)
        return true;
    return value->text.n > 0 && (ascii_digit(value->text.p[0]) || value->text.p[0] == '-');
}

static enum reason one_check(struct check *check, const struct field_row *row, const struct raw_value *raw, struct value *ret)
{
    if (!type_fits(row, raw))
        return REASON_json_type;
    return value_check(&check->context, row->value, raw->text, ret);
}

static void fault(struct check *check, size_t index, const struct field_row *row, enum reason reason)
{
    if (row->need == NEED_IDENTIFIES)
        check->faults[index] = reason;
    else
        problem_add(check, row->name, reason, row->need == NEED_REQUIRED);
}

static bool is_listed(const struct field_values *values, struct bytes text)
{
    for (size_t i = 0; i < values->count; i++)
        if (bytes_equal(values->items[i].text, text))
            return true;
    return false;
}

static void value_take(struct check *check, size_t index, const struct field_row *row, const struct raw_value *raw)
{
    struct field_values *values = &check->record->fields[index];
    struct value value;
    enum reason reason = one_check(check, row, raw, &value);

    if (reason == REASON_empty)
        return;
    if (reason != REASON_ok) {
        fault(check, index, row, reason);
        return;
    }
    if (value.ident.doubt != REASON_ok)
        problem_add(check, row->name, value.ident.doubt, false);
    if (!is_listed(values, value.text))
        values->items[values->count++] = value;
}

/* The values of a cell, "a|b|c". */
static size_t cell_split(struct check *check, struct bytes cell, struct raw_value *values)
{
    struct bytes part;
    size_t count = 0;

    (void)check;
    while (count < RECORD_LIST_LIMIT && bytes_next_part(&cell, LIST_SEPARATOR, &part))
        values[count++] = (struct raw_value){part, true};
    return count;
}

static size_t separators(struct bytes cell)
{
    size_t count = 0;

    for (size_t i = 0; i < cell.n; i++)
        count += cell.p[i] == LIST_SEPARATOR;
    return count;
}

static void list_take(struct check *check, size_t index, const struct field_row *row, const struct raw_field *field)
{
    const struct raw_value *values = field->values;
    size_t count = field->count;

    if (!field->is_list && values[0].is_text && separators(values[0].text) > 0) {
        count = separators(values[0].text) + 1;
        if (count <= RECORD_LIST_LIMIT) {
            struct raw_value *split = arena_array(check->context.arena, struct raw_value, count);

            count = cell_split(check, values[0].text, split);
            values = split;
        }
    }
    if (count > RECORD_LIST_LIMIT) {
        fault(check, index, row, REASON_list_too_long);
        return;
    }
    check->record->fields[index].items = arena_array(check->context.arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        value_take(check, index, row, &values[i]);
}

static void field_take(struct check *check, size_t index)
{
    const struct field_row *row = field_row_at(check->record->kind, index);
    const struct raw_field *field = check->present[index];

    if (field == NULL) {
        if (row->need == NEED_REQUIRED)
            problem_add(check, row->name, REASON_required, true);
    } else if (row->shape == SHAPE_LIST) {
        list_take(check, index, row, field);
    } else if (field->is_list) {
        fault(check, index, row, REASON_json_type);
    } else {
        check->record->fields[index].items = arena_new_of(check->context.arena, struct value);
        value_take(check, index, row, &field->values[0]);
    }
}

/* ---- the endpoint and the site ---- */

static const struct value *value_named(const struct check *check, const char *name)
{
    enum record_field field;

    if (!record_field_find(check->record->kind, bytes_of(name), &field))
        return NULL;
    const struct field_values *values = record_field_get(check->record, field);

    return values->count == 0 ? NULL : &values->items[0];
}

static struct entity entity_named(const char *class, struct bytes name)
{
    struct bytes parts[] = {bytes_of(class), name};

    return (struct entity){.present = true, .id = uuid_derive(parts, COUNT_OF(parts)), .name = name};
}

struct entity entity_of_endpoint(struct arena *arena, struct bytes canonical_endpoint)
{
    return entity_named("endpoint", bytes_copy(arena, canonical_endpoint));
}

struct entity entity_of_site(struct arena *arena, struct bytes canonical_site)
{
    return entity_named("site", bytes_copy(arena, canonical_site));
}

/* Gives the fault to the field `at_fault` when the name cannot be made. */
static bool endpoint_make(struct check *check, struct bytes scheme, struct bytes account, struct bytes memo, const char *at_fault)
{
    struct ident_context known = {
        .country = check->context.ident.country, .provider = check->context.ident.provider, .memo = memo};
    struct ident ident;
    enum record_field field;
    enum reason reason = ident_endpoint_make(check->context.data, check->context.arena, scheme, account, &known, &ident);

    if (reason == REASON_ok)
        check->record->endpoint = entity_of_endpoint(check->context.arena, ident.value);
    else if (record_field_find(check->record->kind, bytes_of(at_fault), &field))
        fault(check, record_field_index(field), field_row_at(check->record->kind, record_field_index(field)), reason);
    return reason == REASON_ok;
}

static bool endpoint_of_card(struct check *check)
{
    const struct value *bin = value_named(check, "acquirer_bin"), *acceptor = value_named(check, "card_acceptor_id");

    if (bin == NULL || acceptor == NULL)
        return false;
    struct bytes account =
        bytes_printf(check->context.arena, "%.*s/%.*s", (int)bin->text.n, bin->text.p, (int)acceptor->text.n, acceptor->text.p);

    return endpoint_make(check, BYTES("card-acceptor"), account, BYTES_NONE, "card_acceptor_id");
}

static bool endpoint_of_iban(struct check *check)
{
    const struct value *iban = value_named(check, "creditor_iban");

    return iban != NULL && endpoint_make(check, BYTES("iban"), iban->text, BYTES_NONE, "creditor_iban");
}

static bool endpoint_of_crypto(struct check *check)
{
    const struct value *address = value_named(check, "crypto_address");
    struct bytes scheme = address == NULL ? BYTES_NONE : bytes_of(ident_kind_name(address->ident.kind));

    return address != NULL && endpoint_make(check, scheme, address->text, BYTES_NONE, "crypto_address");
}

static bool endpoint_of_payment(struct check *check)
{
    return endpoint_of_card(check) || endpoint_of_iban(check) || endpoint_of_crypto(check);
}

static bool endpoint_of_account(struct check *check)
{
    const struct value *scheme = value_named(check, "account_scheme"), *account = value_named(check, "account_id");
    const struct value *memo = value_named(check, "memo");

    return scheme != NULL && account != NULL &&
           endpoint_make(check, scheme->text, account->text, memo == NULL ? BYTES_NONE : memo->text, "account_id");
}

static bool site_of(struct check *check, const char *name)
{
    const struct value *url = value_named(check, name);
    struct ident site;
    enum reason reason;

    if (url == NULL)
        return false;
    reason = ident_site_of_url(check->context.data, check->context.arena, url->text, &site);
    if (reason == REASON_ok) {
        check->record->site = entity_of_site(check->context.arena, site.value);
        return true;
    }
    problem_add(check, bytes_of(name), reason, true);
    return false;
}

static bool site_of_report(struct check *check)
{
    return site_of(check, "url");
}

/* The merchant behind a test purchase is often not known yet. */
static bool site_of_purchase(struct check *check)
{
    endpoint_of_payment(check);
    return site_of(check, "site_url");
}

static const struct {
    bool (*name)(struct check *check);
    enum reason without;
} naming[RECORD_KIND_COUNT] = {
    [RECORD_merchant_flag] = {endpoint_of_card, REASON_no_endpoint},
    [RECORD_transaction_flag] = {endpoint_of_payment, REASON_no_endpoint},
    [RECORD_account_flag] = {endpoint_of_account, REASON_no_endpoint},
    [RECORD_site_report] = {site_of_report, REASON_no_site},
    [RECORD_test_purchase] = {site_of_purchase, REASON_no_site},
};

/* The first field of those that identify which the line lacks. */
static struct bytes lacking_identifier(const struct check *check)
{
    for (size_t i = 0; i < record_field_count(check->record->kind); i++)
        if (field_row_at(check->record->kind, i)->need == NEED_IDENTIFIES && check->present[i] == NULL)
            return field_row_at(check->record->kind, i)->name;
    return BYTES_NONE;
}

static bool faults_report(struct check *check, bool is_error)
{
    bool any = false;

    for (size_t i = 0; i < record_field_count(check->record->kind); i++) {
        if (check->faults[i] == REASON_ok)
            continue;
        problem_add(check, field_row_at(check->record->kind, i)->name, check->faults[i], is_error);
        any = true;
    }
    return any;
}

static void entities_name(struct check *check)
{
    enum record_kind kind = check->record->kind;
    bool was_refused = check->record->refused;
    bool named = naming[kind].name(check);
    bool explained = faults_report(check, !named);

    if (!named && !explained && check->record->refused == was_refused)
        problem_add(check, lacking_identifier(check), naming[kind].without, true);
}

/* ---- grade, content ---- */

/* 4x4 as two digits from 1; a half that is missing counts as the one that promises least. */
static int16_t grade_of(const struct check *check)
{
    const struct value *source = value_named(check, "source_grade"), *info = value_named(check, "info_grade");
    const char *letter = source == NULL ? NULL : strchr("ABCX", source->text.p[0]);

    if (source == NULL && info == NULL)
        return 0;
    return (int16_t)(10 * (letter == NULL ? 4 : letter - "ABCX" + 1) + (info == NULL ? 4 : info->text.p[0] - '0'));
}

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

static void content_make(struct check *check)
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

static const enum record_field time_fields[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) FIELD_##name##_##time_field,
#include "core/record_kind.def"
#undef RECORD_KIND
};

static void identity_make(struct record *record)
{
    struct bytes parts[] = {record->partner, bytes_of(record_kind_name(record->kind)), record->source_ref};

    record->id = uuid_derive(parts, COUNT_OF(parts));
    record->event_us = record_field_get(record, time_fields[record->kind])->items[0].number;
}

static void reference_take(struct check *check)
{
    const struct value *reference = value_named(check, "source_ref");

    if (reference == NULL)
        return;
    check->record->source_ref = reference->text;
    for (size_t i = 0; i < check->record->problem_count; i++)
        check->record->problems[i].source_ref = reference->text;
}

void record_check(const struct ident_data *data, struct arena *arena, enum record_kind kind, struct bytes partner,
                  const struct raw_record *raw, struct record *ret)
{
    struct check check = {.record = ret, .raw = raw, .context = {.data = data, .arena = arena}};

    *ret = (struct record){.kind = kind, .line = raw->line, .partner = partner};
    if (raw->broken != REASON_ok) {
        problem_add(&check, BYTES_NONE, raw->broken, true);
        return;
    }
    fields_place(&check);
    context_fill(&check);
    for (size_t i = 0; i < record_field_count(kind); i++)
        field_take(&check, i);
    entities_name(&check);
    reference_take(&check);
    if (ret->refused)
        return;
    ret->grade = grade_of(&check);
    identity_make(ret);
    content_make(&check);
}

/* ---- back from the stored JSON ---- */

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
