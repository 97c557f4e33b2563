#include "core/request.h"

#include <inttypes.h>

#include "base/annotate.h"
#include "base/instant.h"
#include "base/json.h"

#define ACTOR_LIMIT 100
#define REASON_LIMIT 2000

struct state_row {
    const char *name;
    enum request_phase phase;
    const char *text;
};

static const struct state_row states[REQUEST_STATE_COUNT] = {
    [REQUEST_nowhere] = {"", REQUEST_INSIDE, ""},
#define REQUEST_STATE(name, phase, text) [REQUEST_##name] = {#name, REQUEST_##phase, text},
#include "core/request_state.def"
#undef REQUEST_STATE
};

#define AT(name) (UINT64_C(1) << REQUEST_##name)
#define NOWHERE AT(nowhere)
#define OPEN (AT(sent) | AT(acknowledged) | AT(investigating) | AT(overdue))
#define CLOSED (AT(closed_terminated) | AT(closed_suspended) | AT(closed_frozen) | AT(closed_ceased) | AT(closed_restricted))
#define ANSWER                                                                                                                   \
    (CLOSED | AT(answered_not_ours) | AT(answered_no_violation) | AT(answered_already_closed) | AT(answered_need_more) |         \
     AT(answered_refused_legal))
#define BEFORE_END                                                                                                               \
    (AT(draft) | AT(approved) | AT(le_check) | AT(le_hold) | AT(le_released) | OPEN | ANSWER | AT(verified) | AT(reopened) |     \
     AT(appealed))

#define ENGINE REQUEST_BY_ENGINE
#define PERSON REQUEST_BY_PERSON
#define AUTHORITY REQUEST_BY_AUTHORITY
#define SENDER REQUEST_BY_SENDER
#define PARTNER REQUEST_BY_PARTNER
#define CLOCK REQUEST_BY_CLOCK

struct edge_row {
    const char *name;
    uint64_t from;
    uint64_t to;
    unsigned walkers;
    const char *text;
};

static const struct edge_row edges[REQUEST_STEP_COUNT] = {
#define REQUEST_EDGE(step, from, to, who, text) [REQUEST_STEP_##step] = {#step, from, to, who, text},
#include "core/request_edge.def"
#undef REQUEST_EDGE
};

static const char *const walker_names[] = {"engine", "person", "authority", "sender", "partner", "clock"};

const char *request_state_name(enum request_state state)
{
    return states[state].name;
}

const char *request_state_text(enum request_state state)
{
    return states[state].text;
}

enum request_phase request_state_phase(enum request_state state)
{
    return states[state].phase;
}

bool request_state_find(struct bytes name, enum request_state *ret)
{
    for (int i = REQUEST_nowhere + 1; i < REQUEST_STATE_COUNT; i++)
        if (bytes_is(name, states[i].name)) {
            *ret = (enum request_state)i;
            return true;
        }
    return false;
}

const char *request_step_name(enum request_step step)
{
    return edges[step].name;
}

const char *request_step_text(enum request_step step)
{
    return edges[step].text;
}

const char *request_walker_name(enum request_walker walker)
{
    return walker_names[__builtin_ctz((unsigned)walker)];
}

bool request_step_find(enum request_state from, enum request_state to, enum request_step *ret)
{
    for (int i = 0; i < REQUEST_STEP_COUNT; i++)
        if ((edges[i].from >> from & 1) != 0 && (edges[i].to >> to & 1) != 0) {
            *ret = (enum request_step)i;
            return true;
        }
    return false;
}

bool request_step_allowed(enum request_step step, enum request_walker walker)
{
    return (edges[step].walkers & (unsigned)walker) != 0;
}

/* ---- the ledger ---- */

struct bytes request_event_text(struct arena *arena, const struct request_event *event)
{
    struct bytes at = instant_print(arena, event->at_us);

    return bytes_printf(arena, "%" PRId64 "|%" PRId64 "|%.*s|%.*s|%s|%s|%.*s", event->request, event->number, (int)at.n, at.p,
                        (int)event->actor.n, event->actor.p, states[event->from].name, states[event->to].name,
                        (int)event->reason.n, event->reason.p == NULL ? "" : event->reason.p);
}

void request_event_hash(struct arena *arena, const struct request_event *event, struct sha256 *ret)
{
    sha256_bytes(request_event_text(arena, event), ret);
}

struct bytes request_event_detail(struct arena *arena, const struct request_event *event)
{
    struct sha256 hash;
    struct buf buf;
    struct json_out out;

    request_event_hash(arena, event, &hash);
    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_i64(&out, "event", event->number);
    json_key_string(&out, "sha256", sha256_print(arena, &hash));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static bool is_control(char c)
{
    return (unsigned char)c < 0x20 || c == 0x7F;
}

bool request_actor_good(struct bytes actor)
{
    for (size_t i = 0; i < actor.n; i++)
        if (is_control(actor.p[i]) || actor.p[i] == '|')
            return false;
    return actor.n > 0 && actor.n <= ACTOR_LIMIT && utf8_check(actor) == actor.n;
}

bool request_reason_good(struct bytes reason)
{
    for (size_t i = 0; i < reason.n; i++)
        if (is_control(reason.p[i]) && reason.p[i] != '\n' && reason.p[i] != '\t')
            return false;
    return reason.n <= REASON_LIMIT && utf8_check(reason) == reason.n;
}

/* ---- time ---- */

/* 0 is Sunday; 1970-01-01 was a Thursday. Moments before 1970 do not occur. */
static int64_t weekday(int64_t us)
{
    return (us / INSTANT_DAY + 4) % 7;
}

int64_t request_working_days_after(int64_t us, int64_t days)
{
    while (days > 0) {
        us += INSTANT_DAY;
        days -= weekday(us) != 0 && weekday(us) != 6;
    }
    return us;
}
