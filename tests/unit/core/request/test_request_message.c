#include <criterion/criterion.h>

#include "base/annotate.h"
#include "core/request_message.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(request_message, .init = make_arena, .fini = free_arena);

Test(request_message, holds_what_the_partner_needs_and_the_same_bytes_each_time)
{
    static const struct request_reason reasons[] = {
        {BYTES("published"), BYTES("the site publishes the endpoint for payment"), 17.25}};
    static const struct request_site sites[] = {{BYTES("bad.example"), 0.9876543, reasons, 1}};
    struct request_message message = {
        BYTES("efc-7"), 1767225600000000, BYTES("payto://iban/DE89370400440532013000"), sites, 1, 5, 15};
    struct bytes text = request_message_print(arena, &message);

    cr_assert(
        bytes_is(text,
                 "{\"type\":\"disruption_request\",\"version\":1,\"reference\":\"efc-7\",\"created_at\":\"2026-01-01T00:00:00Z\","
                 "\"data\":{\"endpoint\":\"payto://iban/DE89370400440532013000\",\"action\":\"close\",\"sites\":[{\"site\":"
                 "\"bad.example\",\"probability\":0.987654,\"reasons\":[{\"rule\":\"published\",\"text\":\"the site publishes "
                 "the endpoint for payment\",\"weight_bits\":17.25}]}],\"deadlines\":{\"acknowledge_within_working_days\":5,"
                 "\"outcome_within_days\":15}}}"),
        "%.*s", (int)text.n, text.p);
    cr_assert(bytes_equal(text, request_message_print(arena, &message)));
}

Test(request_message, tells_that_a_request_is_taken_back)
{
    struct bytes text = request_withdrawal_print(arena, BYTES("efc-7"), 1767225600000000, BYTES("payto://iban/X"));

    cr_assert(bytes_is(text, "{\"type\":\"disruption_request_withdrawn\",\"version\":1,\"reference\":\"efc-7\",\"created_at\":"
                             "\"2026-01-01T00:00:00Z\",\"data\":{\"endpoint\":\"payto://iban/X\"}}"),
              "%.*s", (int)text.n, text.p);
}

Test(request_message, judges_answers)
{
    static const struct {
        struct request_answer answer;
        enum request_verdict verdict;
    } cases[] = {
        {{false, false, 0, {NULL, 0}}, ANSWER_later},
        {{true, false, 0, {NULL, 0}}, ANSWER_unknown},
        {{true, false, 200, BYTES("{\"received\":true}")}, ANSWER_unknown}, /* cut off: perhaps more was to come */
        {{true, true, 200, BYTES("{\"received\":true,\"reference\":\"R1\"}")}, ANSWER_received},
        {{true, true, 202, BYTES(" {\"received\":true} ")}, ANSWER_received},
        {{true, true, 200, BYTES("{\"received\":false}")}, ANSWER_unknown},
        {{true, true, 200, BYTES("{\"received\":\"true\"}")}, ANSWER_unknown},
        {{true, true, 200, BYTES("[true]")}, ANSWER_unknown},
        {{true, true, 200, BYTES("<html>")}, ANSWER_unknown},
        {{true, true, 204, BYTES("")}, ANSWER_unknown},
        {{true, true, 301, BYTES("")}, ANSWER_refused},
        {{true, true, 307, BYTES("{\"received\":true}")}, ANSWER_refused},
        {{true, true, 400, BYTES("{\"received\":true}")}, ANSWER_refused},
        {{true, true, 401, BYTES("")}, ANSWER_refused},
        {{true, true, 404, BYTES("")}, ANSWER_refused},
        {{true, true, 408, BYTES("")}, ANSWER_later},
        {{true, true, 429, BYTES("")}, ANSWER_later},
        {{true, true, 500, BYTES("")}, ANSWER_later},
        {{true, true, 501, BYTES("")}, ANSWER_refused},
        {{true, true, 503, BYTES("")}, ANSWER_later},
        {{true, true, 599, BYTES("")}, ANSWER_later},
        {{true, true, 999, BYTES("")}, ANSWER_unknown},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct bytes reference;
        const char *why = NULL;

        cr_assert_eq(request_answer_judge(arena, &cases[i].answer, &reference, &why), cases[i].verdict, "case %zu", i);
        cr_assert_not_null(why);
    }
}

Test(request_message, keeps_only_a_reference_that_can_be_shown)
{
    static const char *const bad[] = {"{\"received\":true,\"reference\":\"\"}", "{\"received\":true,\"reference\":17}",
                                      "{\"received\":true,\"reference\":\"a\\u001b[2J\"}", "{\"received\":true}"};
    struct bytes reference;
    const char *why;

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct request_answer answer = {true, true, 200, bytes_of(bad[i])};

        cr_assert_eq(request_answer_judge(arena, &answer, &reference, &why), ANSWER_received);
        cr_assert_null(reference.p, "%s", bad[i]);
    }
    struct request_answer good = {true, true, 200, BYTES("{\"received\":true,\"reference\":\"R-1\"}")};

    request_answer_judge(arena, &good, &reference, &why);
    cr_assert(bytes_is(reference, "R-1"));
}
