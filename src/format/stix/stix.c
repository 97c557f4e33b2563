/*
 * A bundle: indicators carry a pattern and a time; observables (a URL, a domain, an account) carry neither, so they wait for the objects
 * that refer to them, and take the earliest of their times. Markings are references, too.
 */
#include "stix.h"

#include "base/map.h"

#define NOTED_MOST 100000

/* ---- what objects say of each other ---- */

static const char *const time_members[] = {"first_observed", "first_seen", "valid_from", "published", "created"};
static const char *const reference_members[] = {"object_refs", "where_sighted_refs", "sighting_of_ref", "source_ref",
                                                "target_ref"};

static struct map *times_of(struct decoder *decoder)
{
    if (decoder->document.context == NULL) {
        struct map *times = arena_new_of(decoder->arena, struct map);

        map_init(times, decoder->arena);
        decoder->document.context = times;
    }
    return decoder->document.context;
}

static struct bytes time_of(const struct json *object)
{
    for (size_t i = 0; i < COUNT_OF(time_members); i++) {
        struct bytes time = draft_member_text(object, time_members[i]);

        if (time.n > 0)
            return time;
    }
    return BYTES_NONE;
}

/* Times of this form are in the order of their letters. */
static void time_note(struct decoder *decoder, struct bytes id, struct bytes time)
{
    struct map *times = times_of(decoder);
    struct bytes *kept = map_find(times, id);

    if (id.n == 0 || (kept == NULL && map_count(times) >= NOTED_MOST))
        return;
    if (kept == NULL) {
        kept = arena_new_of(decoder->arena, struct bytes);
        *map_put(times, bytes_copy(decoder->arena, id)) = kept;
    }
    if (kept->n == 0 || bytes_compare(time, *kept) < 0)
        *kept = bytes_copy(decoder->arena, time);
}

static void stix_note(struct decoder *decoder, const struct json *object)
{
    struct bytes time = time_of(object);

    for (size_t i = 0; i < COUNT_OF(reference_members) && time.n > 0; i++) {
        const struct json *references = draft_member_find(object, reference_members[i]);
        bool list = references != NULL && references->type == JSON_ARRAY;

        for (const struct json *one = list ? references->first : references; one != NULL; one = list ? one->next : NULL)
            if (one->type == JSON_STRING)
                time_note(decoder, one->text, time);
    }
}

static struct bytes time_known(const struct decoder *decoder, const struct json *object)
{
    struct bytes own = time_of(object);
    const struct map *times = decoder->document.context;
    const struct bytes *noted = own.n > 0 || times == NULL ? NULL : map_find(times, draft_member_text(object, "id"));

    return noted == NULL ? own : *noted;
}

/* ---- markings ---- */

static const struct {
    const char *id;
    const char *tlp;
} markings[] = {
    {"marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", "CLEAR"}, /* TLP 1: WHITE */
    {"marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", "GREEN"},
    {"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", "AMBER"},
    {"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "RED"},
    {"marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", "CLEAR"},
    {"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "GREEN"},
    {"marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", "AMBER"},
    {"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", "AMBER+STRICT"},
    {"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", "RED"},
};

/* Of several the strictest counts: the tables above go from open to closed. */
static void tlp_put(struct draft *draft, const struct json *object)
{
    static const char *const order[] = {"RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"};
    const struct json *references = draft_member_find(object, "object_marking_refs");
    size_t strictest = COUNT_OF(order);

    for (const struct json *one = references == NULL ? NULL : references->first; one != NULL; one = one->next)
        for (size_t i = 0; i < COUNT_OF(markings); i++)
            for (size_t k = 0; k < strictest && bytes_is(one->text, markings[i].id); k++)
                if (bytes_equal(bytes_of(order[k]), bytes_of(markings[i].tlp)))
                    strictest = k;
    if (strictest < COUNT_OF(order))
        draft_put(draft, "tlp", bytes_of(order[strictest]));
}

/* ---- records ---- */

static void site_put(struct draft *draft, struct bytes value)
{
    draft_put(draft, "url", value);
}

static void iban_put(struct draft *draft, struct bytes value)
{
    draft_put(draft, "account_scheme", BYTES("iban"));
    draft_put(draft, "account_id", value);
}

static void coin_put(struct draft *draft, struct bytes value)
{
    draft_put(draft, "account_scheme", draft_crypto_scheme(BYTES_NONE, value));
    draft_put(draft, "account_id", value);
}

/* What is taken: the member of an object, and its path in a pattern. */
static const struct observable {
    const char *type;
    const char *member;
    bool is_account;
    void (*put)(struct draft *draft, struct bytes value);
} observables[] = {
    {"url", "value", false, site_put},
    {"domain-name", "value", false, site_put},
    {"hostname", "value", false, site_put},
    {"x-opencti-hostname", "value", false, site_put},
    {"bank-account", "iban", true, iban_put},
    {"cryptocurrency-wallet", "value", true, coin_put},
    {"x-opencti-cryptocurrency-wallet", "value", true, coin_put},
};

static const struct observable *observable_find(struct bytes type, struct bytes member)
{
    for (size_t i = 0; i < COUNT_OF(observables); i++)
        if (bytes_is(type, observables[i].type) && (member.n == 0 || bytes_is(member, observables[i].member)))
            return &observables[i];
    return NULL;
}

static bool is_indicator(const struct json *object)
{
    struct bytes language = draft_member_text(object, "pattern_type");

    return bytes_is(draft_member_text(object, "type"), "indicator") && (language.n == 0 || bytes_is(language, "stix"));
}

/* The next of a pattern that becomes a record; NULL: there are no more. */
static const struct observable *pattern_next(struct arena *arena, struct bytes *rest, struct bytes *ret_value)
{
    const struct observable *found = NULL;
    struct bytes type, member;

    while (found == NULL && stix_pattern_next(arena, rest, &type, &member, ret_value))
        found = observable_find(type, member);
    return found;
}

/* What an object becomes that is no indicator; NULL: no record. */
static const struct observable *object_value(const struct json *object, struct bytes *ret_value)
{
    const struct observable *found = observable_find(draft_member_text(object, "type"), BYTES_NONE);

    *ret_value = found == NULL ? BYTES_NONE : draft_member_text(object, found->member);
    return ret_value->n > 0 ? found : NULL;
}

static size_t stix_count(struct arena *arena, const struct json *object)
{
    const struct json *revoked = draft_member_find(object, "revoked");
    struct bytes rest = draft_member_text(object, "pattern"), value;
    size_t count = 0;

    if (revoked != NULL && revoked->type == JSON_TRUE)
        return 0;
    if (!is_indicator(object))
        return object_value(object, &value) != NULL;
    while (pattern_next(arena, &rest, &value) != NULL)
        count++;
    return count;
}

/* The nth, of so many. */
static const struct observable *value_find(struct arena *arena, const struct json *object, size_t nth, struct bytes *ret_value)
{
    struct bytes rest = draft_member_text(object, "pattern");
    const struct observable *found;

    if (!is_indicator(object))
        return object_value(object, ret_value);
    do
        found = pattern_next(arena, &rest, ret_value);
    while (nth-- > 0);
    return found;
}

/* Several records of one object are told apart by their number. */
static void reference_put(struct draft *draft, const struct json *object, size_t nth)
{
    struct bytes id = draft_member_text(object, "id");

    draft_put(draft, "source_ref", nth == 0 || id.n == 0 ? id : bytes_printf(draft->arena, "%.*s#%zu", (int)id.n, id.p, nth + 1));
}

static void stix_record(struct decoder *decoder, struct arena *arena, const struct json *object, size_t nth,
                        struct raw_record *record)
{
    struct bytes value, time = time_known(decoder, object);
    const struct observable *observable = value_find(arena, object, nth, &value);
    struct draft draft;

    draft_begin(&draft, arena, observable->is_account ? "account_flag" : "site_report");
    reference_put(&draft, object, nth);
    observable->put(&draft, value);
    if (observable->is_account)
        draft_put(&draft, "reason", BYTES("other"));
    draft_put(&draft, observable->is_account ? "flagged_at" : "reported_at", time);
    draft_put(&draft, "note", draft_member_text(object, "description"));
    tlp_put(&draft, object);
    draft_put_others(&draft, object);
    draft_end(&draft, record);
}

static const struct bytes elements[] = {{"objects", 7}};
static const struct bytes scopes[] = {{"", 0}};
static const struct document_row document = {
    .elements = {elements, 1}, .scopes = {scopes, 1}, .note = stix_note, .count = stix_count, .record = stix_record};

static enum took stix_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    return document_take(decoder, &document, window, arena, record, ret_used);
}

static bool stix_fits(struct bytes head)
{
    static const char *const versions[] = {"spec_version"}, *const lists[] = {"objects"};

    return json_names_any(head, lists, 1) && (json_names_any(head, versions, 1) || json_says(head, "type", "bundle"));
}

const struct format_row format_stix = {
    .name = "stix", .take = stix_take, .skip = json_element_skip, .fits = stix_fits, .many_kinds = true};
