#include "core/circuit.h"

static const char *const names[CIRCUIT_STATE_COUNT] = {
#define CIRCUIT_STATE(name, text) #name,
#include "core/circuit_state.def"
#undef CIRCUIT_STATE
};

const char *circuit_state_name(enum circuit_state state)
{
    return names[state];
}

bool circuit_state_find(struct bytes name, enum circuit_state *ret)
{
    for (int state = 0; state < CIRCUIT_STATE_COUNT; state++)
        if (bytes_is(name, names[state])) {
            *ret = (enum circuit_state)state;
            return true;
        }
    return false;
}

void circuit_begin(struct circuit *circuit)
{
    if (circuit->state == CIRCUIT_open)
        circuit->state = CIRCUIT_half_open;
}

void circuit_succeed(struct circuit *circuit, int64_t next_us)
{
    *circuit = (struct circuit){.state = CIRCUIT_closed, .next_us = next_us};
}

void circuit_fail(struct circuit *circuit, const struct circuit_policy *policy, int64_t now_us, int64_t asked_us, uint64_t random)
{
    int64_t asked = asked_us < policy->back_off.most_us ? asked_us : policy->back_off.most_us;

    circuit->failures++;
    if (circuit->state != CIRCUIT_closed || circuit->failures >= policy->failures_to_open)
        circuit->state = CIRCUIT_open;
    int64_t wait = back_off_us(&policy->back_off, circuit->failures, random);

    circuit->next_us = now_us + (wait > asked ? wait : asked);
}
