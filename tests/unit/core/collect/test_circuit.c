#include <criterion/criterion.h>

#include "core/circuit.h"

#define SECOND INT64_C(1000000)

static const struct circuit_policy policy = {{30 * SECOND, 600 * SECOND}, 3};

Test(circuit, names_come_back)
{
    enum circuit_state state;

    for (int i = 0; i < CIRCUIT_STATE_COUNT; i++) {
        cr_assert(circuit_state_find(bytes_of(circuit_state_name((enum circuit_state)i)), &state));
        cr_expect_eq((int)state, i);
    }
    cr_expect_not(circuit_state_find(BYTES("ajar"), &state));
}

/* Each step: an attempt that fails or goes well. */
Test(circuit, opens_after_failures_in_a_row_and_one_attempt_decides)
{
    static const struct {
        bool fails;
        enum circuit_state before, after;
        int64_t failures;
    } steps[] = {
        {true, CIRCUIT_closed, CIRCUIT_closed, 1},  {true, CIRCUIT_closed, CIRCUIT_closed, 2},
        {false, CIRCUIT_closed, CIRCUIT_closed, 0}, {true, CIRCUIT_closed, CIRCUIT_closed, 1},
        {true, CIRCUIT_closed, CIRCUIT_closed, 2},  {true, CIRCUIT_closed, CIRCUIT_open, 3},
        {true, CIRCUIT_half_open, CIRCUIT_open, 4}, {false, CIRCUIT_half_open, CIRCUIT_closed, 0},
        {true, CIRCUIT_closed, CIRCUIT_closed, 1},
    };
    struct circuit circuit = {.state = CIRCUIT_closed};

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        circuit_begin(&circuit);
        cr_expect_eq(circuit.state, steps[i].before, "step %zu begins %s", i, circuit_state_name(circuit.state));
        if (steps[i].fails)
            circuit_fail(&circuit, &policy, 0, 0, 7);
        else
            circuit_succeed(&circuit, 42);
        cr_expect_eq(circuit.state, steps[i].after, "step %zu ends %s", i, circuit_state_name(circuit.state));
        cr_expect_eq(circuit.failures, steps[i].failures, "step %zu", i);
        cr_expect(steps[i].fails || circuit.next_us == 42, "the schedule says when the next attempt is");
    }
}

/* The wait after so many failures is between the half and the whole of 30 s, 60 s, … 600 s. */
Test(circuit, waits_double_up_to_the_longest_and_are_spread)
{
    static const int64_t whole_s[] = {30, 60, 120, 240, 480, 600, 600, 600};
    const uint64_t chances[] = {0, 1, UINT64_MAX, UINT64_MAX / 2, 123456789, 987654321987654321U};
    int64_t now_us = INT64_C(1700000000) * SECOND;

    for (size_t i = 0; i < sizeof(whole_s) / sizeof(whole_s[0]); i++) {
        int64_t least = INT64_MAX, most = 0;

        for (size_t c = 0; c < sizeof(chances) / sizeof(chances[0]); c++) {
            struct circuit circuit = {.state = CIRCUIT_closed, .failures = (int64_t)i};

            circuit_fail(&circuit, &policy, now_us, 0, chances[c]);
            int64_t wait = circuit.next_us - now_us;

            cr_expect(wait >= whole_s[i] * SECOND / 2 && wait <= whole_s[i] * SECOND, "failure %zu: %lld", i + 1,
                      (long long)wait);
            least = wait < least ? wait : least;
            most = wait > most ? wait : most;
        }
        cr_expect(most - least > whole_s[i] * SECOND / 8, "they do not come back together");
    }
}

Test(circuit, a_source_that_asks_for_more_time_gets_it_up_to_the_longest_wait)
{
    struct circuit circuit = {.state = CIRCUIT_closed};

    circuit_fail(&circuit, &policy, 0, 90 * SECOND, 0);
    cr_expect_eq(circuit.next_us, 90 * SECOND);
    circuit_fail(&circuit, &policy, 0, 1 * SECOND, 0);
    cr_expect_eq(circuit.next_us, 30 * SECOND, "less than its own wait is not taken");
    circuit_fail(&circuit, &policy, 0, INT64_MAX / 2, 0);
    cr_expect_eq(circuit.next_us, 600 * SECOND);
}

Test(circuit, no_number_of_failures_overflows)
{
    static const struct circuit_policy long_policy = {{1, INT64_MAX / 4}, 1};
    struct circuit circuit = {.state = CIRCUIT_open, .failures = INT64_C(1) << 40};

    circuit_fail(&circuit, &long_policy, INT64_MAX / 4, 0, UINT64_MAX);
    cr_expect(circuit.next_us > INT64_MAX / 4 && circuit.next_us <= INT64_MAX / 2 + 1);
}
