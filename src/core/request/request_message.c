#include "core/request_message.h"

#include <stdio.h>

#include "base/instant.h"
#include "base/json.h"

#define REFERENCE_LIMIT 100

/* ---- what is sent ---- */

static void key_decimal(struct json_out *out, const char *key, double number, int decimals)
{
    json_key(out, key);
    json_number(out, bytes_printf(out->arena, "%.*f", decimals, number));
}

static void put_reasons(struct json_out *out, const struct request_site *site)
{
    json_key(out, "reasons");
    json_open(out, '[');
    for (size_t i = 0; i < site->reason_count; i++) {
        json_open(out, '{');
        json_key_string(out, "rule", site->reasons[i].rule);
        json_key_string(out, "text", site->reasons[i].text);
        key_decimal(out, "weight_bits", site->reasons[i].weight_bits, 2);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_sites(struct json_out *out, const struct request_message *message)
{
    json_key(out, "sites");
    json_open(out, '[');
    for (size_t i = 0; i < message->site_count; i++) {
        json_open(out, '{');
        json_key_string(out, "site", message->sites[i].name);
        key_decimal(out, "probability", message->sites[i].probability, 6);
        put_reasons(out, &message->sites[i]);
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_head(struct json_out *out, const char *type, struct bytes reference, int64_t created_us)
{
    json_open(out, '{');
    json_key_string(out, "type", bytes_of(type));
    json_key_i64(out, "version", REQUEST_MESSAGE_VERSION);
    json_key_string(out, "reference", reference);
    json_key_string(out, "created_at", instant_print(out->arena, created_us));
    json_key(out, "data");
    json_open(out, '{');
}

struct bytes request_message_print(struct arena *arena, const struct request_message *message)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    put_head(&out, "disruption_request", message->reference, message->created_us);
    json_key_string(&out, "endpoint", message->endpoint);
    json_key_string(&out, "action", BYTES("close"));
    put_sites(&out, message);
    json_key(&out, "deadlines");
    json_open(&out, '{');
    json_key_i64(&out, "acknowledge_within_working_days", message->acknowledge_working_days);
    json_key_i64(&out, "outcome_within_days", message->outcome_days);
    json_close(&out, '}');
    json_close(&out, '}');
    json_close(&out, '}');
    return buf_bytes(&buf);
}

struct bytes request_withdrawal_print(struct arena *arena, struct bytes reference, int64_t created_us, struct bytes endpoint)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    put_head(&out, "disruption_request_withdrawn", reference, created_us);
    json_key_string(&out, "endpoint", endpoint);
    json_close(&out, '}');
    json_close(&out, '}');
    return buf_bytes(&buf);
}

/* ---- what comes back ---- */

static bool reference_good(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
            return false;
    return text.n > 0 && text.n <= REFERENCE_LIMIT;
}

/* {"received": true, "reference": "…"} */
static bool body_confirms(struct arena *arena, struct bytes body, struct bytes *ret_reference)
{
    struct op op;
    struct json *tree;
    const struct json *received;

    op_init(&op, arena, 0, "");
    if (json_parse(&op, body, &tree) != ST_OK || tree->type != JSON_OBJECT)
        return false;
    received = json_find(tree, "received");
    if (received == NULL || received->type != JSON_TRUE)
        return false;
    if (reference_good(json_find_text(tree, "reference")))
        *ret_reference = json_find_text(tree, "reference");
    return true;
}

/* What an HTTP status says about sending the same again. */
struct status_row {
    int64_t least;
    int64_t most;
    enum request_verdict verdict;
    const char *why;
};

static const struct status_row statuses[] = {
    {300, 399, ANSWER_refused, "the partner's server redirects; redirects are not followed"},
    {408, 408, ANSWER_later, "the partner's server waited too long for the request"},
    {409, 409, ANSWER_later, "the partner's server is still busy with the same request"},
    {425, 425, ANSWER_later, "the partner's server says: too early"},
    {429, 429, ANSWER_later, "the partner's server says: too many requests"},
    {400, 499, ANSWER_refused, "the partner's server refuses the request"},
    {501, 501, ANSWER_refused, "the partner's server does not know how to take requests"},
    {500, 599, ANSWER_later, "the partner's server has a fault"},
};

enum request_verdict request_answer_judge(struct arena *arena, const struct request_answer *answer, struct bytes *ret_reference,
                                          const char **ret_why)
{
    *ret_reference = BYTES_NONE;
    if (!answer->connected) {
        *ret_why = "the partner's server cannot be reached";
        return ANSWER_later;
    }
    if (!answer->answered) {
        *ret_why = "the connection ended before the answer was whole";
        return ANSWER_unknown;
    }
    if (answer->http_status >= 200 && answer->http_status <= 299) {
        bool confirms = body_confirms(arena, answer->body, ret_reference);

        *ret_why = confirms ? "received" : "the partner's server answered without confirming receipt";
        return confirms ? ANSWER_received : ANSWER_unknown;
    }
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (answer->http_status >= statuses[i].least && answer->http_status <= statuses[i].most) {
            *ret_why = statuses[i].why;
            return statuses[i].verdict;
        }
    *ret_why = "the partner's server gave an HTTP status that does not exist";
    return ANSWER_unknown;
}

const char *request_verdict_name(enum request_verdict verdict)
{
    static const char *const names[] = {"received", "refused", "later", "unknown"};

    return names[verdict];
}
