#include "store/link_store.h"

#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "base/map.h"
#include "store/audit_store.h"
#include "store/hub_store.h"

#define EXAMPLES_MOST 3

static const char *const status_names[] = {"proposed", "confirmed", "rejected"};

const char *link_status_name(enum link_status status)
{
    return status_names[status];
}

static enum link_status status_of(struct bytes decision)
{
    for (enum link_status status = LINK_confirmed; status <= LINK_rejected; status++)
        if (bytes_is(decision, status_names[status]))
            return status;
    return LINK_proposed;
}

struct bytes link_rules_text(struct arena *arena, uint64_t rules)
{
    struct buf buf;

    buf_init(&buf, arena);
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        if ((rules & UINT64_C(1) << rule) == 0)
            continue;
        if (buf.n > 0)
            buf_putc(&buf, '|');
        buf_puts(&buf, match_rule_name(rule));
    }
    return buf_bytes(&buf);
}

/* ---- the list ---- */

struct listing {
    const struct link_filter *filter;
    link_fn *row;
    void *arg;
};

static struct link link_decode(const PGresult *res, int row)
{
    return (struct link){.endpoint_id = cell_uuid(res, row, 0),
                         .site_id = cell_uuid(res, row, 1),
                         .endpoint = cell_text(res, row, 2),
                         .site = cell_text(res, row, 3),
                         .bits = cell_i64(res, row, 4),
                         .rules = (uint64_t)cell_i64(res, row, 5),
                         .model_id = (int16_t)cell_i64(res, row, 6),
                         .status = status_of(cell_text(res, row, 7))};
}

static enum status fetch_some(struct op *op, struct db *db, const struct listing *listing, bool *ret_more)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_FETCH_LIST, NULL, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct link link = link_decode(res, row);

        st = listing->row(op, &link, listing->arg);
    }
    *ret_more = st == ST_OK && PQntuples(res) > 0;
    return st;
}

enum status link_list(struct op *op, struct db *db, const struct link_filter *filter, link_fn *row, void *arg)
{
    struct listing listing = {filter, row, arg};
    struct param params[] = {param_i64(op->arena, match_bits(filter->least_probability)),
                             filter->limit > 0 ? param_i64(op->arena, filter->limit) : param_text(BYTES_NONE)};
    enum status st = db_begin(op, db);
    bool more = true;

    if (st == ST_OK)
        st = db_do(op, db, &Q_LINK_OPEN_LIST, params);
    while (st == ST_OK && more)
        st = fetch_some(op, db, &listing, &more);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK)
        db_rollback(db);
    return st;
}

/* ---- why ---- */

struct example_ids {
    struct uuid endpoint[EXAMPLES_MOST], site[EXAMPLES_MOST];
    size_t endpoint_count, site_count;
};

static struct match_lives lives_decode(const PGresult *res)
{
    struct match_lives lives = {INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX}; /* not known: no distance */

    if (!cell_is_null(res, 0, 6))
        lives.endpoint_first_us = cell_instant(res, 0, 6), lives.endpoint_last_us = cell_instant(res, 0, 7);
    if (!cell_is_null(res, 0, 8))
        lives.site_first_us = cell_instant(res, 0, 8), lives.site_last_us = cell_instant(res, 0, 9);
    return lives;
}

static enum status get_pair(struct op *op, struct db *db, const struct uuid *endpoint, const struct uuid *site,
                            struct link_explanation *ret)
{
    struct param params[] = {param_uuid(endpoint), param_uuid(site)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_GET_PAIR, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    ret->link = (struct link){.endpoint_id = *endpoint,
                              .site_id = *site,
                              .endpoint = bytes_copy(op->arena, cell_text(res, 0, 0)),
                              .site = bytes_copy(op->arena, cell_text(res, 0, 1)),
                              .status = status_of(cell_text(res, 0, 5))};
    ret->lives = lives_decode(res);
    ret->kept = !cell_is_null(res, 0, 2);
    ret->kept_bits = cell_i64(res, 0, 2);
    return ST_OK;
}

/* "{6ba7b810-...,...}" */
static size_t uuids_decode(struct bytes text, struct uuid *ret)
{
    struct bytes rest = text.n < 2 ? BYTES_NONE : bytes_slice(text, 1, text.n - 2), part;
    size_t count = 0;

    while (count < EXAMPLES_MOST && bytes_next_part(&rest, ',', &part))
        count += uuid_parse(part, &ret[count]);
    return count;
}

static struct match_side side_decode(const PGresult *res, int row, int column)
{
    return (struct match_side){.role = (enum record_role)cell_i64(res, row, column),
                               .records = (int32_t)cell_i64(res, row, column + 1),
                               .partners = (int16_t)cell_i64(res, row, column + 2),
                               .grade = (int16_t)cell_i64(res, row, column + 3),
                               .first_us = cell_instant(res, row, column + 4),
                               .last_us = cell_instant(res, row, column + 5)};
}

static void evidence_decode(struct op *op, const struct ident_data *data, const PGresult *res, int row, struct evidence *ret,
                            struct example_ids *ret_ids)
{
    *ret = (struct evidence){.kind = (enum trait_kind)cell_i64(res, row, 0),
                             .hash = (uint64_t)cell_i64(res, row, 1),
                             .value = bytes_copy(op->arena, cell_text(res, row, 2)),
                             .endpoints = (int32_t)cell_i64(res, row, 3),
                             .sites = (int32_t)cell_i64(res, row, 4),
                             .endpoint = side_decode(res, row, 5),
                             .site = side_decode(res, row, 12)};
    ret->hub = match_hub(data, ret->kind, ret->value);
    ret_ids->endpoint_count = uuids_decode(cell_text(res, row, 11), ret_ids->endpoint);
    ret_ids->site_count = uuids_decode(cell_text(res, row, 18), ret_ids->site);
}

static struct bytes key_of(const struct uuid *id)
{
    return (struct bytes){(const char *)id->b, sizeof(id->b)};
}

static enum status find_records(struct op *op, struct db *db, const struct example_ids *ids, size_t count, struct map *ret)
{
    struct uuid *all = arena_array(op->arena, struct uuid, count * 2 * EXAMPLES_MOST + 1);
    AUTO(pg_clear) PGresult *res = NULL;
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < ids[i].endpoint_count; k++)
            all[n++] = ids[i].endpoint[k];
        for (size_t k = 0; k < ids[i].site_count; k++)
            all[n++] = ids[i].site[k];
    }
    struct param params[] = {param_uuid_array(op->arena, all, n)};
    enum status st = db_run(op, db, &Q_LINK_LIST_RECORD, params, &res);

    map_init(ret, op->arena);
    for (int row = 0; st == ST_OK && row < PQntuples(res); row++) {
        struct link_record *record = arena_new_of(op->arena, struct link_record);

        *record = (struct link_record){.id = cell_uuid(res, row, 0),
                                       .partner = bytes_copy(op->arena, cell_text(res, row, 1)),
                                       .kind = bytes_of(record_kind_name((enum record_kind)cell_i64(res, row, 2))),
                                       .source_ref = bytes_copy(op->arena, cell_text(res, row, 3)),
                                       .event_us = cell_instant(res, row, 4)};
        *map_put(ret, key_of(&record->id)) = record;
    }
    return st;
}

static size_t pick(const struct map *records, const struct uuid *ids, size_t count, struct link_record *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        const struct link_record *record = map_find(records, key_of(&ids[i]));

        if (record != NULL)
            ret[n++] = *record;
    }
    return n;
}

static enum status get_evidence(struct op *op, struct db *db, const struct ident_data *data, struct link_explanation *ret)
{
    struct param params[] = {param_uuid(&ret->link.endpoint_id), param_uuid(&ret->link.site_id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_LIST_EVIDENCE, params, &res);
    struct hub_rulings rulings;
    struct example_ids *ids;
    struct map records;

    if (st == ST_OK)
        st = hub_rulings_get(op, db, op->arena, &ret->link.endpoint_id, &ret->link.site_id, &rulings);
    if (st != ST_OK)
        return st;
    ret->count = (size_t)PQntuples(res);
    ret->evidence = arena_array(op->arena, struct evidence, ret->count + 1);
    ret->examples = arena_array(op->arena, struct link_examples, ret->count + 1);
    ids = arena_array(op->arena, struct example_ids, ret->count + 1);
    for (size_t i = 0; i < ret->count; i++)
        evidence_decode(op, data, res, (int)i, &ret->evidence[i], &ids[i]);
    hub_rulings_apply(&rulings, &ret->link.endpoint_id, &ret->link.site_id, ret->evidence, ret->count);
    st = find_records(op, db, ids, ret->count, &records);
    for (size_t i = 0; st == ST_OK && i < ret->count; i++) {
        struct link_examples *examples = &ret->examples[i];

        examples->endpoint_count = pick(&records, ids[i].endpoint, ids[i].endpoint_count, examples->endpoint);
        examples->site_count = pick(&records, ids[i].site, ids[i].site_count, examples->site);
    }
    return st;
}

enum status link_explain(struct op *op, struct db *db, const struct ident_data *data, const struct uuid *endpoint,
                         const struct uuid *site, struct link_explanation *ret)
{
    struct link_explanation explanation = {0};
    enum status st = get_pair(op, db, endpoint, site, &explanation);

    if (st == ST_OK)
        st = model_active(op, db, &explanation.model);
    if (st == ST_OK)
        st = get_evidence(op, db, data, &explanation);
    if (st != ST_OK)
        return st;
    struct match_pair pair = {explanation.lives, explanation.evidence, explanation.count};

    match_explain(&explanation.model.model, op->arena, &pair, &explanation.waterfall);
    explanation.link.bits = explanation.waterfall.score.bits;
    explanation.link.rules = explanation.waterfall.score.rules;
    explanation.link.model_id = explanation.model.id;
    *ret = explanation;
    return ST_OK;
}

/* ---- as JSON ---- */

static void put_bits(struct json_out *out, const char *key, int64_t bits)
{
    json_key(out, key);
    json_number(out, match_bits_print(out->arena, bits));
}

static void put_records(struct json_out *out, const char *key, const struct link_record *records, size_t count)
{
    json_key(out, key);
    json_open(out, '[');
    for (size_t i = 0; i < count; i++) {
        json_open(out, '{');
        json_key_string(out, "partner", records[i].partner);
        json_key_string(out, "record_kind", records[i].kind);
        json_key_string(out, "source_ref", records[i].source_ref);
        json_key_string(out, "event_at", instant_print(out->arena, records[i].event_us));
        json_key_string(out, "record_id", uuid_print(out->arena, &records[i].id));
        json_close(out, '}');
    }
    json_close(out, ']');
}

static void put_side(struct json_out *out, const char *key, const struct match_side *side, const struct link_record *records,
                     size_t count)
{
    json_key(out, key);
    json_open(out, '{');
    json_key_string(out, "role", bytes_of(record_role_name(side->role)));
    json_key_i64(out, "records", side->records);
    json_key_i64(out, "partners", side->partners);
    json_key_i64(out, "grade", side->grade);
    json_key_string(out, "first_at", instant_print(out->arena, side->first_us));
    json_key_string(out, "last_at", instant_print(out->arena, side->last_us));
    put_records(out, "examples", records, count);
    json_close(out, '}');
}

static struct bytes ruling_name(enum match_ruling ruling)
{
    return ruling == RULING_none ? BYTES_NONE : ruling == RULING_hub ? BYTES("hub") : BYTES("no hub");
}

static void put_piece(struct json_out *out, const struct match_piece *piece, const struct link_examples *examples)
{
    const struct evidence *evidence = piece->evidence;
    bool ruled = piece->rule != RULE_COUNT;

    json_open(out, '{');
    json_key_string(out, "family", ruled ? bytes_of(match_family_name(match_rule_family(piece->rule))) : BYTES_NONE);
    json_key_string(out, "rule", ruled ? bytes_of(match_rule_name(piece->rule)) : BYTES_NONE);
    json_key_string(out, "text", ruled ? bytes_of(match_rule_text(piece->rule)) : BYTES_NONE);
    json_key_string(out, "kind", bytes_of(trait_kind_name(evidence->kind)));
    json_key_string(out, "value", evidence->value);
    json_key_i64(out, "endpoints", evidence->endpoints);
    json_key_i64(out, "sites", evidence->sites);
    json_key_string(out, "hub", evidence->hub == HUB_none ? BYTES_NONE : bytes_of(hub_kind_name(evidence->hub)));
    json_key_string(out, "ruling", ruling_name(evidence->ruling));
    put_bits(out, "full_bits", piece->full);
    put_bits(out, "shared_bits", piece->shared);
    put_bits(out, "partner_bits", piece->partners);
    put_bits(out, "grade_bits", piece->grade);
    put_bits(out, "time_bits", piece->time);
    put_bits(out, "hub_bits", piece->listed);
    put_bits(out, "bits", piece->bits);
    json_key(out, "counted");
    json_bool(out, piece->verdict == VERDICT_counted);
    json_key_string(out, "remark", match_piece_text(out->arena, piece));
    put_side(out, "endpoint", &evidence->endpoint, examples->endpoint, examples->endpoint_count);
    put_side(out, "site", &evidence->site, examples->site, examples->site_count);
    json_close(out, '}');
}

struct bytes link_explanation_json(struct arena *arena, const struct link_explanation *explanation)
{
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "endpoint", explanation->link.endpoint);
    json_key_string(&out, "site", explanation->link.site);
    json_key_string(&out, "status", bytes_of(link_status_name(explanation->link.status)));
    json_key(&out, "probability");
    json_number(&out, bytes_printf(arena, "%.6f", match_probability(explanation->link.bits)));
    put_bits(&out, "weight_bits", explanation->link.bits);
    put_bits(&out, "prior_bits", waterfall->prior);
    put_bits(&out, "hand_bits", waterfall->hand);
    put_bits(&out, "contrary_bits", waterfall->contrary);
    json_key_i64(&out, "days_apart", waterfall->apart_us / INSTANT_DAY);
    json_key(&out, "kept");
    json_bool(&out, explanation->kept);
    json_key_i64(&out, "model", explanation->model.id);
    json_key_string(&out, "model_sha256", explanation->model.sha256);
    json_key_i64(&out, "match_version", MATCH_VERSION);
    json_key(&out, "evidence");
    json_open(&out, '[');
    for (size_t i = 0; i < waterfall->count; i++)
        put_piece(&out, &waterfall->pieces[i], &explanation->examples[waterfall->pieces[i].evidence - explanation->evidence]);
    json_close(&out, ']');
    json_close(&out, '}');
    return buf_bytes(&buf);
}

enum status link_explain_json(struct op *op, struct db *db, const struct ident_data *data, const struct uuid *endpoint,
                              const struct uuid *site, struct bytes *ret)
{
    struct link_explanation explanation;
    enum status st = link_explain(op, db, data, endpoint, site, &explanation);

    if (st == ST_OK)
        *ret = link_explanation_json(op->arena, &explanation);
    return st;
}

/* ---- decisions ---- */

struct decision {
    const struct uuid *endpoint, *site;
    enum link_status status;
    struct bytes reason;
};

static struct bytes leaf_detail(struct op *op, const struct decision *decision)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "endpoint_id", uuid_print(op->arena, decision->endpoint));
    json_key_string(&out, "reason", decision->reason);
    json_key_string(&out, "site_id", uuid_print(op->arena, decision->site));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static enum status decide_work(struct op *op, struct db *db, void *arg)
{
    const struct decision *decision = arg;
    struct param params[] = {
        param_uuid(decision->endpoint), param_uuid(decision->site),   param_cstr(link_status_name(decision->status)),
        param_cstr(op->actor),          param_text(decision->reason), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_PUT_DECISION, params, &res);
    struct bytes subject = bytes_printf(op->arena, "%.*s %.*s", 36, uuid_print(op->arena, decision->endpoint).p, 36,
                                        uuid_print(op->arena, decision->site).p);

    struct param site[] = {param_uuid_array(op->arena, decision->site, 1)};

    if (st == ST_OK && PQntuples(res) == 0)
        return ST_NOTFOUND;
    if (st == ST_OK) /* a decision may hold a programme together or break it */
        st = db_do(op, db, &Q_ENTITY_CHANGE_SITE, site);
    if (st != ST_OK)
        return st;
    return audit_append(op, db, decision->status == LINK_confirmed ? "link.confirm" : "link.reject", subject,
                        leaf_detail(op, decision), NULL);
}

enum status link_decide(struct op *op, struct db *db, const struct uuid *endpoint, const struct uuid *site,
                        enum link_status decision, struct bytes reason)
{
    struct decision made = {endpoint, site, decision, bytes_trim(reason)};

    if (made.reason.n == 0)
        return op_fail(op, ST_INPUT, "a decision needs a reason");
    return db_unit(op, db, decide_work, &made);
}
