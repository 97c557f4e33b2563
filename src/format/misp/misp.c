/*
 * Events: single attributes, and objects whose attributes belong together. The marking of an event stands in its tags, often behind the
 * attributes, so all of it waits for the event's end; when it is too large to wait, what came before is taken as closed to all (RED).
 */
#include "../draft.h"
#include "base/instant.h"
#include "format/decoder.h"

/* ---- one attribute ---- */

static void url_put(struct draft *draft, struct bytes value)
{
    draft_put(draft, "url", value);
}

/* domain|ip */
static void url_and_ip_put(struct draft *draft, struct bytes value)
{
    struct bytes rest = value, part;

    if (bytes_next_part(&rest, '|', &part))
        draft_put(draft, "url", part);
    draft_put(draft, "ip", rest);
}

/* hostname|port */
static void url_and_port_put(struct draft *draft, struct bytes value)
{
    struct bytes rest = value, part;

    if (bytes_next_part(&rest, '|', &part))
        draft_put(draft, "url",
                  rest.n == 0 ? part : bytes_printf(draft->arena, "%.*s:%.*s", (int)part.n, part.p, (int)rest.n, rest.p));
}

static void account_put(struct draft *draft, struct bytes scheme, struct bytes value)
{
    draft_put(draft, "account_scheme", scheme);
    draft_put(draft, "account_id", value);
}

static void iban_put(struct draft *draft, struct bytes value)
{
    account_put(draft, BYTES("iban"), value);
}

static void bitcoin_put(struct draft *draft, struct bytes value)
{
    account_put(draft, BYTES("bitcoin"), value);
}

static void monero_put(struct draft *draft, struct bytes value)
{
    account_put(draft, BYTES("monero"), value);
}

static const struct attribute_row {
    const char *type;
    bool is_account;
    void (*put)(struct draft *draft, struct bytes value);
} attribute_rows[] = {
    {"url", false, url_put},
    {"uri", false, url_put},
    {"domain", false, url_put},
    {"hostname", false, url_put},
    {"onion-address", false, url_put},
    {"domain|ip", false, url_and_ip_put},
    {"hostname|port", false, url_and_port_put},
    {"iban", true, iban_put},
    {"btc", true, bitcoin_put},
    {"xmr", true, monero_put},
};

static bool is_true(const struct json *json)
{
    return json != NULL && (json->type == JSON_TRUE || bytes_is(json->text, "1"));
}

static const struct attribute_row *attribute_row_of(const struct json *attribute)
{
    struct bytes type = draft_member_text(attribute, "type");

    if (is_true(draft_member_find(attribute, "deleted")))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(attribute_rows); i++)
        if (bytes_is(type, attribute_rows[i].type))
            return &attribute_rows[i];
    return NULL;
}

/* ---- objects ---- */

static struct bytes relation_text(const struct json *object, const char *relation)
{
    const struct json *list = draft_member_find(object, "Attribute");

    for (const struct json *one = list == NULL ? NULL : list->first; one != NULL; one = one->next)
        if (bytes_is(draft_member_text(one, "object_relation"), relation) && !is_true(draft_member_find(one, "deleted")))
            return draft_member_text(one, "value");
    return BYTES_NONE;
}

static bool domain_ip_put(struct draft *draft, const struct json *object)
{
    struct bytes domain = relation_text(object, "domain");

    draft_put(draft, "url", domain.n > 0 ? domain : relation_text(object, "hostname"));
    draft_put(draft, "ip", relation_text(object, "ip"));
    return true;
}

static bool url_object_put(struct draft *draft, const struct json *object)
{
    struct bytes url = relation_text(object, "url");

    draft_put(draft, "url", url.n > 0 ? url : relation_text(object, "domain"));
    draft_put(draft, "ip", relation_text(object, "ip"));
    return true;
}

static bool bank_account_put(struct draft *draft, const struct json *object)
{
    account_put(draft, BYTES("iban"), relation_text(object, "iban"));
    draft_put(draft, "holder_name", relation_text(object, "beneficiary"));
    draft_put(draft, "opened_on", relation_text(object, "opened"));
    draft_put(draft, "closed_on", relation_text(object, "closed"));
    return relation_text(object, "iban").n > 0;
}

static bool coin_address_put(struct draft *draft, const struct json *object)
{
    static const char *const relations[] = {"address", "address-crypto", "address-XMR"};
    struct bytes address = BYTES_NONE;

    for (size_t i = 0; i < COUNT_OF(relations) && address.n == 0; i++)
        address = relation_text(object, relations[i]);
    account_put(draft, draft_crypto_scheme(relation_text(object, "symbol"), address), address);
    return address.n > 0;
}

static const struct object_row {
    const char *name;
    bool is_account;
    bool (*put)(struct draft *draft, const struct json *object); /* false: it lacks what would make it a record */
} object_rows[] = {
    {"domain-ip", false, domain_ip_put},      {"url", false, url_object_put},         {"bank-account", true, bank_account_put},
    {"coin-address", true, coin_address_put}, {"btc-wallet", true, coin_address_put},
};

static const struct object_row *object_row_of(const struct json *object)
{
    struct bytes name = draft_member_text(object, "name");

    for (size_t i = 0; i < COUNT_OF(object_rows); i++)
        if (bytes_is(name, object_rows[i].name) && draft_member_find(object, "Attribute") != NULL)
            return &object_rows[i];
    return NULL;
}

/* ---- markings ---- */

/* The strictest seen so far; the rows go from closed to open. */
static const struct {
    const char *tag;
    const char *tlp;
} tags[] = {
    {"tlp:red", "RED"},     {"tlp:amber+strict", "AMBER+STRICT"},
    {"tlp:amber", "AMBER"}, {"tlp:green", "GREEN"},
    {"tlp:clear", "CLEAR"}, {"tlp:white", "CLEAR"},
};

static size_t marking_of(struct bytes tag)
{
    for (size_t i = 0; i < COUNT_OF(tags); i++)
        if (bytes_equal_fold(tag, bytes_of(tags[i].tag)))
            return i;
    return COUNT_OF(tags);
}

static size_t markings_of(const struct json *holder)
{
    const struct json *list = draft_member_find(holder, "Tag");
    size_t strictest = COUNT_OF(tags);

    for (const struct json *one = list == NULL ? NULL : list->first; one != NULL; one = one->next) {
        size_t marking = marking_of(draft_member_text(one, "name"));

        strictest = marking < strictest ? marking : strictest;
    }
    return strictest;
}

/* A tag of the event comes as an element of its own. */
static void misp_note(struct decoder *decoder, const struct json *element)
{
    size_t marking = marking_of(draft_member_text(element, "name")), *kept = decoder->document.context;

    if (marking == COUNT_OF(tags) || draft_member_find(element, "uuid") != NULL)
        return;
    if (kept == NULL) {
        kept = arena_new_of(decoder->arena, size_t);
        *kept = COUNT_OF(tags);
        decoder->document.context = kept;
    }
    *kept = marking < *kept ? marking : *kept;
}

static void tlp_put(struct draft *draft, const struct document *document, const struct json *element)
{
    const size_t *of_event = document->context;
    size_t marking = markings_of(element);

    if (of_event != NULL && *of_event < marking)
        marking = *of_event;
    if (document->partial && of_event == NULL)
        marking = 0;
    if (marking < COUNT_OF(tags))
        draft_put(draft, "tlp", bytes_of(tags[marking].tlp));
}

/* ---- records ---- */

/* Seconds since 1970, or a time as text. */
static void time_put(struct draft *draft, const char *field, const struct json *element)
{
    struct bytes seconds = draft_member_text(element, "timestamp");
    int64_t number = 0;

    draft_put(draft, field, draft_member_text(element, "first_seen"));
    if (seconds.n == 0 || seconds.n > 11)
        return;
    for (size_t i = 0; i < seconds.n; i++) {
        if (!ascii_digit(seconds.p[i]))
            return;
        number = 10 * number + (seconds.p[i] - '0');
    }
    draft_put(draft, field, instant_print(draft->arena, number * INSTANT_SECOND));
}

static void common_put(struct draft *draft, const struct decoder *decoder, bool is_account, const struct json *element)
{
    time_put(draft, is_account ? "flagged_at" : "reported_at", element);
    if (is_account)
        draft_put(draft, "reason", BYTES("other"));
    draft_put(draft, "note", draft_member_text(element, "comment"));
    tlp_put(draft, &decoder->document, element);
    draft_put_others(draft, element);
}

static void record_begin(struct draft *draft, struct arena *arena, bool is_account, const struct json *element)
{
    draft_begin(draft, arena, is_account ? "account_flag" : "site_report");
    draft_put(draft, "source_ref", draft_member_text(element, "uuid"));
}

static void attribute_record(const struct decoder *decoder, struct arena *arena, const struct json *attribute,
                             struct raw_record *record)
{
    const struct attribute_row *row = attribute_row_of(attribute);
    struct draft draft;

    record_begin(&draft, arena, row->is_account, attribute);
    row->put(&draft, draft_member_text(attribute, "value"));
    common_put(&draft, decoder, row->is_account, attribute);
    draft_end(&draft, record);
}

/* The nth attribute inside an object that would be a record by itself. */
static const struct json *inner_attribute(const struct json *object, size_t nth)
{
    const struct json *list = draft_member_find(object, "Attribute");

    for (const struct json *one = list == NULL ? NULL : list->first; one != NULL; one = one->next)
        if (attribute_row_of(one) != NULL && nth-- == 0)
            return one;
    return NULL;
}

static void object_record(const struct decoder *decoder, struct arena *arena, const struct json *object,
                          struct raw_record *record)
{
    const struct object_row *row = object_row_of(object);
    struct draft draft;

    record_begin(&draft, arena, row->is_account, object);
    row->put(&draft, object);
    common_put(&draft, decoder, row->is_account, object);
    draft_end(&draft, record);
}

static size_t misp_count(struct arena *arena, const struct json *element)
{
    const struct object_row *row = object_row_of(element);
    const struct json *list = draft_member_find(element, "Attribute");
    struct draft draft;
    size_t count = 0;

    if (is_true(draft_member_find(element, "deleted")))
        return 0;
    draft_begin(&draft, arena, "");
    if (row != NULL)
        return row->put(&draft, element);
    if (attribute_row_of(element) != NULL)
        return 1;
    for (const struct json *one = list == NULL ? NULL : list->first; one != NULL; one = one->next)
        count += attribute_row_of(one) != NULL;
    return count;
}

static void misp_record(struct decoder *decoder, struct arena *arena, const struct json *element, size_t nth,
                        struct raw_record *record)
{
    if (object_row_of(element) != NULL)
        object_record(decoder, arena, element, record);
    else
        attribute_record(decoder, arena, attribute_row_of(element) != NULL ? element : inner_attribute(element, nth), record);
}

#define PATH(text)                                                                                                               \
    {                                                                                                                            \
        text, sizeof(text) - 1                                                                                                   \
    }

/* An event by itself, and what a server answers. */
static const struct bytes elements[] = {
    PATH("Event.Attribute"),          PATH("Event.Object"),          PATH("Event.Tag"),
    PATH("response.Event.Attribute"), PATH("response.Event.Object"), PATH("response.Event.Tag"),
};
static const struct bytes scopes[] = {PATH("Event"), PATH("response.Event")};
static const struct document_row document = {.elements = {elements, COUNT_OF(elements)},
                                             .scopes = {scopes, COUNT_OF(scopes)},
                                             .note = misp_note,
                                             .count = misp_count,
                                             .record = misp_record};

static enum took misp_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    return document_take(decoder, &document, window, arena, record, ret_used);
}

static bool misp_fits(struct bytes head)
{
    static const char *const events[] = {"Event"}, *const marks[] = {"Attribute", "Orgc", "threat_level_id", "orgc_id",
                                                                     "publish_timestamp"};

    return json_names_any(head, events, 1) && json_names_any(head, marks, COUNT_OF(marks));
}

/* The bytes of a file: of malware, of a screenshot. */
static const struct withheld_name withheld[] = {{"data", '\0'}};

const struct format_row format_misp = {.name = "misp",
                                       .take = misp_take,
                                       .skip = json_element_skip,
                                       .fits = misp_fits,
                                       .withheld = withheld,
                                       .withheld_count = COUNT_OF(withheld),
                                       .many_kinds = true};
