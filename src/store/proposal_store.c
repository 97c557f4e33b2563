#include "store/proposal_store.h"

#include "base/json.h"
#include "base/map.h"
#include "core/request_evidence.h"

#define CASE_LIMIT 1000000

/* ---- links by endpoint ---- */

struct collecting {
    struct arena *arena; /* link_list() may empty the arena of its own unit of work */
    const struct uuid *endpoint;
    struct map by_endpoint;
    struct proposal_list list;
    size_t room;
};

static void list_add(struct collecting *collecting, struct proposal_case *item)
{
    struct proposal_list *list = &collecting->list;

    list->items = arena_room(collecting->arena, list->items, list->count, &collecting->room, sizeof(*list->items));
    list->items[list->count++] = item;
}

static struct proposal_case *case_of(struct collecting *collecting, const struct link *link)
{
    struct bytes name = bytes_copy(collecting->arena, link->endpoint);
    void **place = map_put(&collecting->by_endpoint, name);
    struct proposal_case *item = *place;

    if (item == NULL) {
        item = arena_new_of(collecting->arena, struct proposal_case);
        item->endpoint_id = link->endpoint_id;
        item->endpoint = name;
        list_add(collecting, item);
        *place = item;
    }
    return item;
}

static enum status take_link(struct op *op UNUSED, const struct link *link, void *arg)
{
    struct collecting *collecting = arg;
    struct proposal_case *item;

    if (collecting->endpoint != NULL && uuid_compare(collecting->endpoint, &link->endpoint_id) != 0)
        return ST_OK;
    if (link->status == LINK_rejected || !request_evidence_suffices(link->rules)) {
        collecting->list.left_out++;
        return ST_OK;
    }
    item = case_of(collecting, link);
    if (item->link_count < PROPOSAL_SITE_LIMIT)
        item->links[item->link_count++] =
            (struct proposal_link){link->site_id, bytes_copy(collecting->arena, link->site), link->bits};
    return collecting->list.count < CASE_LIMIT ? ST_OK : op_fail(op, ST_LIMIT, "too many endpoints: use a higher probability");
}

enum status proposal_cases(struct op *op, struct db *db, double least_probability, const struct uuid *endpoint,
                           struct proposal_list *ret)
{
    struct link_filter filter = {.least_probability = least_probability};
    struct collecting collecting = {.arena = op->arena, .endpoint = endpoint};
    enum status st;

    map_init(&collecting.by_endpoint, op->arena);
    st = link_list(op, db, &filter, take_link, &collecting);
    if (st == ST_OK)
        *ret = collecting.list;
    return st;
}

enum status proposal_was_made(struct op *op, struct db *db, const struct uuid *endpoint, bool *ret)
{
    struct param params[] = {param_uuid(endpoint)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REQUEST_WAS_MADE, params, &res);

    if (st == ST_OK)
        *ret = cell_bool(res, 0, 0);
    return st;
}

/* ---- the message ---- */

/* What was counted, strongest first. The text is the rule's alone: a value may be somebody's address. */
static void read_reasons(struct op *op, const struct match_waterfall *waterfall, struct request_site *site)
{
    struct request_reason *reasons = arena_array(op->arena, struct request_reason, waterfall->count + 1);
    size_t count = 0;

    for (size_t i = 0; i < waterfall->count; i++) {
        const struct match_piece *piece = &waterfall->pieces[i];
        size_t at = count;

        if (piece->verdict != VERDICT_counted || piece->bits <= 0)
            continue;
        for (count++; at > 0 && reasons[at - 1].weight_bits < (double)piece->bits / (double)MICRO; at--)
            reasons[at] = reasons[at - 1];
        reasons[at] = (struct request_reason){bytes_of(match_rule_name(piece->rule)), bytes_of(match_rule_text(piece->rule)),
                                              (double)piece->bits / (double)MICRO};
    }
    site->reasons = reasons;
    site->reason_count = count;
}

static enum status explain(struct op *op, struct db *db, const struct ident_data *data, const struct proposal_case *item,
                           const struct proposal_link *link, struct request_site *site, struct json_out *evidence)
{
    struct link_explanation explanation;
    enum status st = link_explain(op, db, data, &item->endpoint_id, &link->site_id, &explanation);

    if (st != ST_OK)
        return st;
    *site = (struct request_site){.name = link->site, .probability = match_probability(link->bits)};
    read_reasons(op, &explanation.waterfall, site);
    json_raw(evidence, link_explanation_json(op->arena, &explanation));
    return ST_OK;
}

enum status proposal_make(struct op *op, struct db *db, const struct ident_data *data, const struct proposal_case *item,
                          struct request_proposal *ret)
{
    struct request_site *sites = arena_array(op->arena, struct request_site, PROPOSAL_SITE_LIMIT);
    struct buf buf;
    struct json_out evidence;
    enum status st = ST_OK;

    buf_init(&buf, op->arena);
    json_out_init(&evidence, &buf);
    json_open(&evidence, '[');
    for (size_t i = 0; i < item->link_count && st == ST_OK; i++)
        st = explain(op, db, data, item, &item->links[i], &sites[i], &evidence);
    if (st != ST_OK)
        return st;
    json_close(&evidence, ']');
    *ret = (struct request_proposal){
        .endpoint_id = item->endpoint_id,
        .probability = match_probability(item->links[0].bits),
        .evidence = buf_bytes(&buf),
        .message = {.created_us = op->now_us, .endpoint = item->endpoint, .sites = sites, .site_count = item->link_count}};
    return ST_OK;
}
