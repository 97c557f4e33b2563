/*
 * Reports of hotlines in either spelling that is about: one object a report with Url, or a report with a list of contents of which those
 * that are the source are the sites. Codes become our words by the table below.
 */
#include "../draft.h"
#include "format/decoder.h"

static const struct draft_member report_members[] = {
    {"ReportID", "source_ref"},
    {"reportId", "source_ref"},
    {"hotlineReference", "source_ref"},
    {"Received", "reported_at"},
    {"hotlineReceivedDate", "reported_at"},
    {"Url", "url"},
    {"url", "url"},
    {"HostingCountry", "hosting_country"},
    {"HostingIP", "ip"},
    {"HostingNetName", "isp"},
    {"WebsiteName", "brand"},
    {"Memo", "note"},
    {"memo", "note"},
};

static const struct draft_member content_members[] = {
    {"urlString", "url"},
    {"url.urlString", "url"},
    {"hostingCountryCode", "hosting_country"},
    {"url.hostingCountryCode", "hosting_country"},
    {"hostingIpAddress", "ip"},
    {"url.hostingIpAddress", "ip"},
    {"hostingIsp", "isp"},
};

static const char *const content_lists[] = {"reportContents", "urls"};

/* ---- codes ---- */

struct code {
    const char *code;
    const char *word;
};

static const struct code payment_codes[] = {
    {"2", "amex"},  {"3", "diners"}, {"4", "mastercard"}, {"5", "paypal"},           {"6", "visa"},     {"7", "western union"},
    {"8", "other"}, {"10", "sms"},   {"11", "e-mail"},    {"12", "liberty reserve"}, {"13", "bitcoin"},
};
static const struct code commercial_codes[] = {{"2", "true"}, {"3", "false"}};
static const char *const payment_paths[] = {"PaymentMethodID", "PaymentMethods", "sourceUrlPaymentMethods"};
static const char *const commercial_paths[] = {"CommercialityID", "sourceUrlCommerciality"};

static struct bytes word_of(const struct code *codes, size_t count, struct bytes code)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_is(code, codes[i].code))
            return bytes_of(codes[i].word);
    return BYTES_NONE;
}

static void payments_put(struct draft *draft, const struct json *json)
{
    if (json == NULL)
        return;
    if (json->type != JSON_ARRAY) {
        draft_add(draft, "payment_methods", word_of(payment_codes, COUNT_OF(payment_codes), json->text));
        return;
    }
    for (const struct json *item = json->first; item != NULL; item = item->next)
        draft_add(draft, "payment_methods", word_of(payment_codes, COUNT_OF(payment_codes), item->text));
}

static void codes_put(struct draft *draft, const struct json *report)
{
    for (size_t i = 0; i < COUNT_OF(payment_paths); i++)
        payments_put(draft, draft_member_find(report, payment_paths[i]));
    for (size_t i = 0; i < COUNT_OF(commercial_paths); i++)
        draft_put(draft, "commercial",
                  word_of(commercial_codes, COUNT_OF(commercial_codes), draft_member_text(report, commercial_paths[i])));
}

/* What was done about the report: taken away or gone (3, 4), found not illegal (7). */
static void actions_put(struct draft *draft, const struct json *holder)
{
    const struct json *actions = draft_member_find(holder, "Actions");

    if (actions == NULL)
        actions = draft_member_find(holder, "actions");
    for (const struct json *action = actions == NULL ? NULL : actions->first; action != NULL; action = action->next) {
        struct bytes code = draft_member_text(action, "ActionID");

        if (code.n == 0)
            code = draft_member_text(action, "actionId");
        if (bytes_is(code, "3") || bytes_is(code, "4"))
            draft_put(draft, "online", BYTES("false"));
        if (bytes_is(code, "3") || bytes_is(code, "4"))
            draft_put(draft, "checked_at", draft_member_text(action, "Date"));
        if (bytes_is(code, "7"))
            draft_put(draft, "assessed_illegal", BYTES("false"));
    }
}

/* ---- what may not be sent ---- */

/* Of victims and of access to the site, under names that only here mean that; 1 is the code of "not determined". */
static const struct withheld_name refused[] = {
    {"genderid", '1'}, {"ethnicityid", '1'}, {"agegroupid", '1'}, {"gender", '1'}, {"agecategorization", '1'}, {"username", '1'},
};

static bool is_told(const struct json *json, char untold)
{
    return json->text.n > 0 && !(json->text.n == 1 && json->text.p[0] == untold);
}

static void refused_put(struct draft *draft, const struct json *holder)
{
    for (const struct json *child = holder->first; child != NULL; child = child->next) {
        for (size_t i = 0; i < COUNT_OF(refused); i++)
            if (bytes_equal_fold(child->key, bytes_of(refused[i].name)) && is_told(child, refused[i].untold))
                draft_put_other(draft, BYTES("victim"));
        refused_put(draft, child);
    }
}

/* ---- records ---- */

static const struct json *contents_of(const struct json *report)
{
    for (size_t i = 0; i < COUNT_OF(content_lists); i++) {
        const struct json *list = draft_member_find(report, content_lists[i]);

        if (list != NULL && list->type == JSON_ARRAY)
            return list;
    }
    return NULL;
}

static bool is_source(const struct json *content)
{
    const struct json *source = draft_member_find(content, "isSourceUrl");

    return content->type == JSON_OBJECT && (source == NULL || source->type == JSON_TRUE);
}

/* The nth content that is a site. */
static const struct json *source_of(const struct json *contents, size_t nth)
{
    for (const struct json *content = contents->first; content != NULL; content = content->next)
        if (is_source(content) && nth-- == 0)
            return content;
    return NULL;
}

static void content_put(struct draft *draft, const struct json *report, const struct json *content)
{
    struct bytes id = draft_member_text(content, "contentId"), of = draft_member_text(report, "reportId");

    if (id.n > 0 && of.n > 0)
        draft_put(draft, "source_ref", bytes_printf(draft->arena, "%.*s/%.*s", (int)of.n, of.p, (int)id.n, id.p));
    draft_put_members(draft, content_members, COUNT_OF(content_members), content);
    actions_put(draft, content);
}

static size_t iccam_count(UNUSED struct arena *arena, const struct json *report)
{
    const struct json *contents = contents_of(report);
    size_t count = 0;

    if (contents == NULL)
        return 1;
    for (const struct json *content = contents->first; content != NULL; content = content->next)
        count += is_source(content);
    return count;
}

static void iccam_record(struct decoder *decoder, struct arena *arena, const struct json *report, size_t nth,
                         struct raw_record *record)
{
    const struct json *contents = contents_of(report), *content = contents == NULL ? NULL : source_of(contents, nth);
    struct draft draft;

    (void)decoder;
    draft_begin(&draft, arena, "site_report");
    if (content != NULL)
        content_put(&draft, report, content);
    draft_put_members(&draft, report_members, COUNT_OF(report_members), report);
    codes_put(&draft, report);
    actions_put(&draft, report);
    draft_put_others(&draft, content == NULL ? report : content);
    refused_put(&draft, content == NULL ? report : content);
    draft_end(&draft, record);
}

static const struct bytes root = {"", 0};
static const struct document_row document = {.elements = {&root, 1}, .count = iccam_count, .record = iccam_record};

static enum took iccam_take(struct decoder *decoder, struct bytes window, struct arena *arena, struct raw_record *record,
                            size_t *ret_used)
{
    return document_take(decoder, &document, window, arena, record, ret_used);
}

static bool iccam_fits(struct bytes head)
{
    static const char *const marks[] = {"CommercialityID", "sourceUrlCommerciality", "hotlineReceivedDate"};

    return json_names_any(head, marks, COUNT_OF(marks));
}

const struct format_row format_iccam = {.name = "iccam",
                                        .take = iccam_take,
                                        .skip = json_element_skip,
                                        .fits = iccam_fits,
                                        .withheld = refused,
                                        .withheld_count = COUNT_OF(refused),
                                        .many_kinds = true};
