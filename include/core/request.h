/*
 * request.h: the life of a disruption request: its states, its steps, who may take them, and its ledger.
 *
 * Shape   states stand in request_state.def, steps in request_edge.def; the database, the pages and the manual are held against them.
 * Ledger  each step is a row of request_event, numbered from 1 within its request. Its canonical text is
 *             request|number|at|actor|from|to|reason
 *         with decimal numbers, `at` as instant_print() writes it, an empty `from` for the first row, and no line end. The actor holds
 *         no '|', so the parts cannot be shifted. The audit log has one leaf for each row: action "request.<to>", subject the number of
 *         the request, detail {"event":<number>,"sha256":"<64 hex digits>"} with the SHA-256 of that text.
 * Memory  results live in the arena that is passed.
 */
#ifndef CORE_REQUEST_H
#define CORE_REQUEST_H

#include "base/buf.h"
#include "base/hash.h"

enum request_state {
    REQUEST_nowhere, /* not proposed yet */
#define REQUEST_STATE(name, phase, text) REQUEST_##name,
#include "core/request_state.def"
#undef REQUEST_STATE
    REQUEST_STATE_COUNT
};

enum request_phase { REQUEST_INSIDE, REQUEST_OUTSIDE, REQUEST_ANSWERED, REQUEST_AFTER, REQUEST_OVER };

enum request_step {
#define REQUEST_EDGE(step, from, to, who, text) REQUEST_STEP_##step,
#include "core/request_edge.def"
#undef REQUEST_EDGE
    REQUEST_STEP_COUNT
};

enum request_walker { /* bits */
                      REQUEST_BY_ENGINE = 1,
                      REQUEST_BY_PERSON = 2,
                      REQUEST_BY_AUTHORITY = 4,
                      REQUEST_BY_SENDER = 8,
                      REQUEST_BY_PARTNER = 16,
                      REQUEST_BY_CLOCK = 32
};

const char *request_state_name(enum request_state state); /* "" for nowhere */
const char *request_state_text(enum request_state state);
enum request_phase request_state_phase(enum request_state state);
bool request_state_find(struct bytes name, enum request_state *ret);
const char *request_step_name(enum request_step step);
const char *request_step_text(enum request_step step);
const char *request_walker_name(enum request_walker walker);

/* The step that leads from one state to the other; false when there is none. */
bool request_step_find(enum request_state from, enum request_state to, enum request_step *ret);
/* Whether someone of this sort may take it. */
bool request_step_allowed(enum request_step step, enum request_walker walker);

struct request_event {
    int64_t request;
    int64_t number;
    int64_t at_us;
    struct bytes actor;
    enum request_state from;
    enum request_state to;
    struct bytes reason; /* BYTES_NONE: none */
};

struct bytes request_event_text(struct arena *arena, const struct request_event *event);
void request_event_hash(struct arena *arena, const struct request_event *event, struct sha256 *ret);
/* The detail of the event's audit leaf. */
struct bytes request_event_detail(struct arena *arena, const struct request_event *event);

/* 1 to 100 bytes of UTF-8 without control characters and '|'. */
bool request_actor_good(struct bytes actor);
/* At most 2,000 bytes of UTF-8 without control characters other than line ends and tabs. */
bool request_reason_good(struct bytes reason);

/* The moment that many working days (Monday to Friday, UTC) later; 0 days: the same moment. */
int64_t request_working_days_after(int64_t us, int64_t days);

#endif
