/*
 * circuit.h: what follows from the success and the failure of attempts: when the next one is, and whether there is a longer rest before.
 *
 * Shape   failures in a row open the circuit once there are `failures_to_open`; an attempt after the rest makes it half-open; its success
 *         closes it, its failure opens it again for longer. Every wait is that of back_off.h.
 * Units   microseconds.
 */
#ifndef CORE_CIRCUIT_H
#define CORE_CIRCUIT_H

#include "base/bytes.h"
#include "core/back_off.h"

enum circuit_state {
#define CIRCUIT_STATE(name, text) CIRCUIT_##name,
#include "core/circuit_state.def"
#undef CIRCUIT_STATE
    CIRCUIT_STATE_COUNT
};

struct circuit {
    enum circuit_state state;
    int64_t failures; /* in a row */
    int64_t next_us;  /* nothing is tried before */
};

struct circuit_policy {
    struct back_off back_off;
    int64_t failures_to_open;
};

const char *circuit_state_name(enum circuit_state state);
bool circuit_state_find(struct bytes name, enum circuit_state *ret);

/* An attempt begins. */
void circuit_begin(struct circuit *circuit);
/* It went well; the schedule says when the next one is. */
void circuit_succeed(struct circuit *circuit, int64_t next_us);
/* It did not. `asked_us`: how long the source itself asks to be left alone, 0 when it does not; no longer than the longest wait. */
void circuit_fail(struct circuit *circuit, const struct circuit_policy *policy, int64_t now_us, int64_t asked_us,
                  uint64_t random);

#endif
