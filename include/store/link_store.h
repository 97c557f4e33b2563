/*
 * link_store.h: links between endpoints and sites: the list, why each is there, what people decided about them.
 *
 * Shape   a link is made by correlation from traits alone; a decision stands beside it and survives when links are made again.
 */
#ifndef STORE_LINK_STORE_H
#define STORE_LINK_STORE_H

#include "store/model_store.h"

enum link_status { LINK_proposed, LINK_confirmed, LINK_rejected };

struct link {
    struct uuid endpoint_id, site_id;
    struct bytes endpoint, site; /* canonical names */
    int64_t bits;                /* micro-bits */
    uint64_t rules;              /* one bit for each rule that was counted */
    int16_t model_id;
    enum link_status status;
};

/* ---- the list ---- */

struct link_filter {
    double least_probability; /* 0: all */
    int64_t limit;            /* 0: all */
};
typedef enum status link_fn(struct op *op, const struct link *link, void *arg);
/* Best first, ties by the endpoint's and then the site's name; in pieces, so that memory does not grow with the list. Runs in a
 * transaction of its own. */
MUST_CHECK enum status link_list(struct op *op, struct db *db, const struct link_filter *filter, link_fn *row, void *arg);

const char *link_status_name(enum link_status status);
enum link_status link_status_of(struct bytes decision); /* proposed when it is none */
/* "arn|email": the rules that were counted, in the order of their table. */
struct bytes link_rules_text(struct arena *arena, uint64_t rules);

/* ---- one link, and why ---- */

struct link_record {
    struct uuid id;
    struct bytes partner, kind, source_ref;
    int64_t event_us;
};

#define LINK_RECORDS_MOST 3

struct link_examples { /* of one piece of evidence: the first records that said so */
    struct link_record endpoint[LINK_RECORDS_MOST], site[LINK_RECORDS_MOST];
    size_t endpoint_count, site_count;
};

/* A way from the one to the other over a third. */
struct link_hop {
    int64_t bits;
    struct bytes via; /* the endpoint or site between */
    struct uuid via_id;
    struct match_hop hop;
    struct bytes value;           /* by which it is kin to the one of the two; empty: what is known has changed since */
    struct match_side one, third; /* who says so of the one, and of the one between */
    struct link_record one_records[LINK_RECORDS_MOST], third_records[LINK_RECORDS_MOST];
    size_t one_count, third_count;
};

struct link_explanation {
    struct link link; /* bits and rules as they are now */
    bool kept;        /* the link is in the list; else it is too weak, or correlation has not run since */
    int64_t kept_bits;
    int16_t kept_model;       /* that made it */
    struct model_entry model; /* in use: the explanation is by it */
    struct match_lives lives;
    uint32_t contrary; /* one bit for each that holds */
    struct evidence *evidence;
    struct link_examples *examples; /* beside evidence */
    size_t count;
    struct match_waterfall waterfall; /* its pieces point into evidence */
    struct link_hop *hop;             /* as the last run made it; NULL: none */
    bool two_hops;                    /* it says more than the evidence of the two: link has its bits */
};

/* ST_NOTFOUND when there is no such endpoint or site. The score is computed anew from what is stored now. */
MUST_CHECK enum status link_explain(struct op *op, struct db *db, const struct ident_data *data, const struct uuid *endpoint,
                                    const struct uuid *site, struct link_explanation *ret);
/* The same as JSON, for keeping beside what was decided on the strength of it. */
MUST_CHECK enum status link_explain_json(struct op *op, struct db *db, const struct ident_data *data, const struct uuid *endpoint,
                                         const struct uuid *site, struct bytes *ret);
struct bytes link_explanation_json(struct arena *arena, const struct link_explanation *explanation);

/* ---- decisions ---- */

/* Appends an audit leaf. ST_INPUT without a reason; ST_NOTFOUND when there is no such endpoint or site. */
MUST_CHECK enum status link_decide(struct op *op, struct db *db, const struct uuid *endpoint, const struct uuid *site,
                                   enum link_status decision, struct bytes reason);

#endif
