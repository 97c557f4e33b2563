#include <criterion/criterion.h>
#include <string.h>

#include "base/instant.h"
#include "core/request.h"

static struct arena *arena;

static void make_arena(void)
{
    arena = arena_new(1 << 20);
}

static void free_arena(void)
{
    arena_free(&arena);
}

TestSuite(request, .init = make_arena, .fini = free_arena);

static bool leads(enum request_state from, enum request_state to)
{
    enum request_step step;

    return request_step_find(from, to, &step);
}

Test(request, has_every_state_of_the_life_of_a_request)
{
    static const char *const names[] = {"draft",
                                        "approved",
                                        "le_check",
                                        "le_hold",
                                        "le_released",
                                        "sent",
                                        "acknowledged",
                                        "investigating",
                                        "overdue",
                                        "closed_terminated",
                                        "closed_suspended",
                                        "closed_frozen",
                                        "closed_ceased",
                                        "closed_restricted",
                                        "answered_not_ours",
                                        "answered_no_violation",
                                        "answered_already_closed",
                                        "answered_need_more",
                                        "answered_refused_legal",
                                        "verified",
                                        "reopened",
                                        "withdrawn",
                                        "appealed"};
    enum request_state state;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        cr_assert(request_state_find(bytes_of(names[i]), &state), "%s", names[i]);
        cr_assert_str_eq(request_state_name(state), names[i]);
    }
    cr_assert_eq(REQUEST_STATE_COUNT - 1, (int)(sizeof(names) / sizeof(names[0])));
    cr_assert_not(request_state_find(BYTES(""), &state));
    cr_assert_not(request_state_find(BYTES("close"), &state));
}

Test(request, reaches_every_state_from_nowhere)
{
    bool reached[REQUEST_STATE_COUNT] = {[REQUEST_nowhere] = true};

    for (int round = 0; round < REQUEST_STATE_COUNT; round++)
        for (int from = 0; from < REQUEST_STATE_COUNT; from++)
            for (int to = 0; to < REQUEST_STATE_COUNT; to++)
                reached[to] |= reached[from] && leads((enum request_state)from, (enum request_state)to);
    for (int state = 0; state < REQUEST_STATE_COUNT; state++)
        cr_assert(reached[state], "%s", request_state_name((enum request_state)state));
}

/* Two rows for one pair would make the step depend on their order. */
Test(request, names_each_step_once)
{
#define AT(name) (UINT64_C(1) << REQUEST_##name)
#define NOWHERE AT(nowhere)
#define OPEN (AT(sent) | AT(acknowledged) | AT(investigating) | AT(overdue))
#define CLOSED (AT(closed_terminated) | AT(closed_suspended) | AT(closed_frozen) | AT(closed_ceased) | AT(closed_restricted))
#define ANSWER (((UINT64_C(1) << (REQUEST_answered_refused_legal + 1)) - 1) & ~((UINT64_C(1) << REQUEST_closed_terminated) - 1))
#define BEFORE_END (((UINT64_C(1) << REQUEST_withdrawn) - 1) & ~NOWHERE)
    static const uint64_t rows[][2] = {
#define REQUEST_EDGE(step, from, to, who, text) {from, to},
#include "core/request_edge.def"
#undef REQUEST_EDGE
    };

    for (int from = 0; from < REQUEST_STATE_COUNT; from++)
        for (int to = 0; to < REQUEST_STATE_COUNT; to++) {
            int count = 0;

            for (int i = 0; i < REQUEST_STEP_COUNT; i++)
                count += (rows[i][0] >> from & 1) && (rows[i][1] >> to & 1);
            cr_assert_leq(count, 1, "%s -> %s", request_state_name((enum request_state)from),
                          request_state_name((enum request_state)to));
            cr_assert_eq(count == 1, leads((enum request_state)from, (enum request_state)to));
        }
}

Test(request, lets_nothing_leave_but_through_approval_and_release)
{
    for (int from = 0; from < REQUEST_STATE_COUNT; from++) {
        enum request_state state = (enum request_state)from;

        cr_assert_eq(leads(state, REQUEST_sent), state == REQUEST_le_released);
        cr_assert_eq(leads(state, REQUEST_le_released), state == REQUEST_le_check);
        cr_assert_eq(leads(state, REQUEST_approved), state == REQUEST_draft);
        cr_assert_eq(leads(state, REQUEST_le_check), state == REQUEST_approved || state == REQUEST_le_hold);
        cr_assert_eq(leads(REQUEST_withdrawn, state), false);
        cr_assert_eq(leads(state, REQUEST_withdrawn), state != REQUEST_nowhere && state != REQUEST_withdrawn);
    }
}

Test(request, lets_only_people_approve_and_only_the_sender_send)
{
    static const struct {
        enum request_state from, to;
        unsigned walkers;
    } cases[] = {
        {REQUEST_nowhere, REQUEST_draft, REQUEST_BY_ENGINE | REQUEST_BY_PERSON},
        {REQUEST_draft, REQUEST_draft, REQUEST_BY_PERSON},
        {REQUEST_draft, REQUEST_approved, REQUEST_BY_PERSON},
        {REQUEST_le_check, REQUEST_le_hold, REQUEST_BY_AUTHORITY},
        {REQUEST_le_check, REQUEST_le_released, REQUEST_BY_AUTHORITY | REQUEST_BY_CLOCK},
        {REQUEST_le_released, REQUEST_sent, REQUEST_BY_SENDER},
        {REQUEST_sent, REQUEST_overdue, REQUEST_BY_CLOCK},
        {REQUEST_sent, REQUEST_closed_frozen, REQUEST_BY_PARTNER | REQUEST_BY_PERSON},
        {REQUEST_sent, REQUEST_withdrawn, REQUEST_BY_PERSON},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum request_step step;

        cr_assert(request_step_find(cases[i].from, cases[i].to, &step));
        for (unsigned walker = 1; walker <= REQUEST_BY_CLOCK; walker *= 2)
            cr_assert_eq(request_step_allowed(step, (enum request_walker)walker), (cases[i].walkers & walker) != 0, "%s by %s",
                         request_step_name(step), request_walker_name((enum request_walker)walker));
    }
}

Test(request, takes_every_outcome_from_every_state_that_waits_for_one)
{
    static const enum request_state waiting[] = {REQUEST_sent, REQUEST_acknowledged, REQUEST_investigating, REQUEST_overdue};

    for (int to = REQUEST_closed_terminated; to <= REQUEST_answered_refused_legal; to++) {
        cr_assert_eq(request_state_phase((enum request_state)to), REQUEST_ANSWERED);
        for (size_t i = 0; i < sizeof(waiting) / sizeof(waiting[0]); i++)
            cr_assert(leads(waiting[i], (enum request_state)to));
    }
}

Test(request, prints_the_canonical_text_of_an_event)
{
    struct request_event event = {.request = 17,
                                  .number = 2,
                                  .at_us = 1767225600 * INSTANT_SECOND,
                                  .actor = BYTES("anna"),
                                  .from = REQUEST_draft,
                                  .to = REQUEST_approved,
                                  .reason = BYTES("a|b")};
    struct bytes text = request_event_text(arena, &event);

    cr_assert(bytes_is(text, "17|2|2026-01-01T00:00:00Z|anna|draft|approved|a|b"), "%.*s", (int)text.n, text.p);
    event.from = REQUEST_nowhere;
    event.reason = BYTES_NONE;
    cr_assert(bytes_is(request_event_text(arena, &event), "17|2|2026-01-01T00:00:00Z|anna||approved|"));
}

/* The hash was made by sha256sum over the text above. */
Test(request, makes_the_detail_of_the_audit_leaf)
{
    struct request_event event = {.request = 17,
                                  .number = 2,
                                  .at_us = 1767225600 * INSTANT_SECOND,
                                  .actor = BYTES("anna"),
                                  .from = REQUEST_draft,
                                  .to = REQUEST_approved,
                                  .reason = BYTES("a|b")};

    cr_assert(bytes_is(request_event_detail(arena, &event),
                       "{\"event\":2,\"sha256\":\"95e7c8b847a35aa58c1f3b076b75b627d1de0291ea447f7687da70038d78ec0a\"}"));
}

Test(request, refuses_names_and_reasons_that_could_shift_the_ledger)
{
    cr_assert(request_actor_good(BYTES("anna.b@police-one")));
    cr_assert(request_actor_good(BYTES("Zo\xC3\xAB")));
    cr_assert_not(request_actor_good(BYTES("")));
    cr_assert_not(request_actor_good(BYTES("anna|draft")));
    cr_assert_not(request_actor_good(BYTES("anna\n")));
    cr_assert_not(request_actor_good(BYTES("\xC3")));
    cr_assert_not(
        request_actor_good((struct bytes){"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                                          "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                                          101}));
    cr_assert(request_reason_good(BYTES("two\nlines | and a bar")));
    cr_assert_not(request_reason_good(BYTES("\x1B[2J")));
    cr_assert_not(request_reason_good(BYTES("\xFF")));
}

Test(request, counts_working_days_from_monday_to_friday)
{
    static const struct {
        const char *from;
        int64_t days;
        const char *to;
    } cases[] = {
        {"2026-03-02T09:30:00Z", 0, "2026-03-02T09:30:00Z"}, /* a Monday */
        {"2026-03-02T09:30:00Z", 4, "2026-03-06T09:30:00Z"}, {"2026-03-02T09:30:00Z", 5, "2026-03-09T09:30:00Z"},
        {"2026-03-06T09:30:00Z", 1, "2026-03-09T09:30:00Z"}, {"2026-03-07T09:30:00Z", 1, "2026-03-09T09:30:00Z"},
        {"2026-03-08T09:30:00Z", 5, "2026-03-13T09:30:00Z"}, {"2026-02-27T23:59:59Z", 10, "2026-03-13T23:59:59Z"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t from = 0, to = 0;

        cr_assert(instant_parse(bytes_of(cases[i].from), &from));
        cr_assert(instant_parse(bytes_of(cases[i].to), &to));
        cr_assert_eq(request_working_days_after(from, cases[i].days), to, "%s + %d", cases[i].from, (int)cases[i].days);
    }
}
