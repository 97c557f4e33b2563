/*
 * request_message.h: what a partner gets: one JSON text for each request, and what is made of its answer.
 *
 * Shape   {"type":"disruption_request","version":1,"reference":…,"created_at":…,"data":{…}}; only what the receiver needs to find and
 *         close the endpoint and to judge the reasons: neither who reported what nor a record of another partner.
 *         The same bytes are sent each time, so what is approved is what leaves.
 * Memory  results live in the arena.
 */
#ifndef CORE_REQUEST_MESSAGE_H
#define CORE_REQUEST_MESSAGE_H

#include "base/op.h"
#include "base/bytes.h"

#define REQUEST_MESSAGE_VERSION 1
#define REQUEST_ANSWER_LIMIT 65536 /* bytes of a partner's answer that are read */

struct request_reason {
    struct bytes rule; /* of the waterfall */
    struct bytes text; /* what the rule means to a reader */
    double weight_bits;
};

struct request_site {
    struct bytes name;
    double probability;
    const struct request_reason *reasons; /* strongest first */
    size_t reason_count;
};

struct request_message {
    struct bytes reference;
    int64_t created_us;
    struct bytes endpoint;
    const struct request_site *sites; /* most probable first */
    size_t site_count;
    int64_t acknowledge_working_days; /* both counted from receipt */
    int64_t outcome_days;
};

struct bytes request_message_print(struct arena *arena, const struct request_message *message);
/* Tells the receiver of a request that it is taken back. */
struct bytes request_withdrawal_print(struct arena *arena, struct bytes reference, int64_t created_us, struct bytes endpoint);

/* ---- the partner's answer ---- */

enum request_verdict {
    ANSWER_received, /* {"received": true}: delivered and confirmed */
    ANSWER_refused,  /* sending it again would give the same: people have to look at it */
    ANSWER_later,    /* the partner has not taken it: again later */
    ANSWER_unknown   /* it may or may not have been taken: again later, with the same key */
};

struct request_answer {
    bool connected; /* false: nothing was sent */
    bool answered;  /* a whole answer came */
    int64_t http_status;
    struct bytes body;
};

/* *ret_reference: the partner's own reference, BYTES_NONE when it gave none. *ret_why: a few words for people, without foreign text. */
enum request_verdict request_answer_judge(struct arena *arena, const struct request_answer *answer, struct bytes *ret_reference,
                                          const char **ret_why);
const char *request_verdict_name(enum request_verdict verdict);

#endif
