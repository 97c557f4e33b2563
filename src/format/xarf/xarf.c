/* One report an object; a report with the class "content" that names a URL is a site_report, the others are no business of ours. */
#include "../draft.h"
#include "format/decoder.h"

static const struct draft_member members[] = {
    {"report_id", "source_ref"},
    {"timestamp", "reported_at"},
    {"url", "url"},
    {"source_url", "url"},
    {"description", "note"},
    {"verified_at", "checked_at"},
    {"payment_methods", "payment_methods"},
    {"tlp", "tlp"},
};

/* The source is an address, perhaps with a port beside it; or a name, which the URL says better. */
static bool is_address(struct bytes text)
{
    bool dotted = false, other = false;

    for (size_t i = 0; i < text.n; i++) {
        dotted = dotted || text.p[i] == '.' || text.p[i] == ':';
        other = other || !(ascii_xdigit(text.p[i]) || text.p[i] == '.' || text.p[i] == ':');
    }
    return dotted && !other;
}

static bool is_content(const struct json *report)
{
    struct bytes category = draft_member_text(report, "category");

    return bytes_is(category.n > 0 ? category : draft_member_text(report, "class"), "content");
}

static size_t xarf_count(UNUSED struct arena *arena, const struct json *report)
{
    return is_content(report);
}

static void xarf_record(struct decoder *decoder, struct arena *arena, const struct json *report, size_t nth,
                        struct raw_record *record)
{
    const struct json *removed = draft_member_find(report, "content_removed");
    struct bytes source = draft_member_text(report, "source_identifier");
    struct draft draft;

    (void)decoder;
    (void)nth;
    draft_begin(&draft, arena, "site_report");
    draft_put_members(&draft, members, COUNT_OF(members), report);
    if (is_address(source))
        draft_put(&draft, "ip", source);
    if (removed != NULL && (removed->type == JSON_TRUE || removed->type == JSON_FALSE))
        draft_put(&draft, "online", removed->type == JSON_TRUE ? BYTES("false") : BYTES("true"));
    if (bytes_is(draft_member_text(report, "type"), "csam"))
        draft_put(&draft, "assessed_illegal", BYTES("true"));
    draft_put_others(&draft, report);
    draft_end(&draft, record);
}

static const struct bytes root = {"", 0};
static const struct document_row document = {.elements = {&root, 1}, .count = xarf_count, .record = xarf_record};

static enum took xarf_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                           size_t *ret_used)
{
    return document_take(decoder, &document, window, arena, record, ret_used);
}

static bool xarf_fits(struct bytes head)
{
    static const char *const marks[] = {"xarf_version"};

    return json_names_any(head, marks, COUNT_OF(marks));
}

const struct format_row format_xarf = {
    .name = "xarf", .take = xarf_take, .skip = json_element_skip, .fits = xarf_fits, .many_kinds = true};
