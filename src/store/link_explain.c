/* Why an endpoint and a site belong together: what they have in common now, and the records that said so. */
#include "base/map.h"
#include "store/hub_store.h"
#include "store/link_store.h"

struct example_ids {
    struct uuid endpoint[LINK_RECORDS_MOST], site[LINK_RECORDS_MOST];
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

static struct link_hop *hop_decode(struct op *op, const PGresult *res, int64_t apart_us)
{
    struct link_hop *hop = arena_new_of(op->arena, struct link_hop);

    *hop = (struct link_hop){.bits = cell_i64(res, 0, 10),
                             .via = bytes_copy(op->arena, cell_text(res, 0, 11)),
                             .via_id = cell_uuid(res, 0, 17),
                             .hop = {.via_site = cell_bool(res, 0, 12),
                                     .kind = (enum trait_kind)cell_i64(res, 0, 13),
                                     .shared = (int32_t)cell_i64(res, 0, 14),
                                     .link_bits = cell_i64(res, 0, 15),
                                     .ruled = cell_bool(res, 0, 16),
                                     .apart_us = apart_us}};
    return hop;
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
                              .status = link_status_of(cell_text(res, 0, 5))};
    ret->lives = lives_decode(res);
    ret->contrary = (uint32_t)cell_i64(res, 0, 18);
    ret->kept = !cell_is_null(res, 0, 2);
    ret->kept_bits = cell_i64(res, 0, 2);
    ret->kept_model = (int16_t)cell_i64(res, 0, 4);
    if (!cell_is_null(res, 0, 10))
        ret->hop = hop_decode(op, res, match_apart(&ret->lives));
    return ST_OK;
}

/* "{6ba7b810-...,...}" */
static size_t uuids_decode(struct bytes text, struct uuid *ret)
{
    struct bytes rest = text.n < 2 ? BYTES_NONE : bytes_slice(text, 1, text.n - 2), part;
    size_t count = 0;

    while (count < LINK_RECORDS_MOST && bytes_next_part(&rest, ',', &part))
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
    if (!cell_is_null(res, row, 19) && !cell_is_null(res, row, 20))
        match_liken_all(ret, bytes_copy(op->arena, cell_text(res, row, 19)), bytes_copy(op->arena, cell_text(res, row, 20)));
    ret_ids->endpoint_count = uuids_decode(cell_text(res, row, 11), ret_ids->endpoint);
    ret_ids->site_count = uuids_decode(cell_text(res, row, 18), ret_ids->site);
}

static enum status find_records(struct op *op, struct db *db, const struct example_ids *ids, size_t count, struct map *ret)
{
    struct uuid *all = arena_array(op->arena, struct uuid, count * 2 * LINK_RECORDS_MOST + 1);
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
        *map_put(ret, uuid_bytes(&record->id)) = record;
    }
    return st;
}

static size_t pick(const struct map *records, const struct uuid *ids, size_t count, struct link_record *ret)
{
    size_t n = 0;

    for (size_t i = 0; i < count; i++) {
        const struct link_record *record = map_find(records, uuid_bytes(&ids[i]));

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

/* The value by which the third is kin, and who says so; none when the traits have changed since the way was made. */
static enum status get_kin(struct op *op, struct db *db, const struct link_explanation *explanation, struct link_hop *hop)
{
    bool site = hop->hop.via_site;
    struct param params[] = {param_bool(site), param_uuid(site ? &explanation->link.site_id : &explanation->link.endpoint_id),
                             param_uuid(&hop->via_id), param_i64(op->arena, hop->hop.kind),
                             param_i64(op->arena, match_kin_roles(site, hop->hop.kind))};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_LINK_LIST_KIN, params, &res);
    struct example_ids ids;
    struct map records;
    int row = 0;

    while (st == ST_OK && row < PQntuples(res) && cell_i64(res, row, 1) != hop->hop.shared)
        row++;
    if (st != ST_OK || row == PQntuples(res))
        return st;
    ids.endpoint_count = uuids_decode(cell_text(res, row, 8), ids.endpoint);
    ids.site_count = uuids_decode(cell_text(res, row, 15), ids.site);
    st = find_records(op, db, &ids, 1, &records);
    if (st != ST_OK)
        return st;
    hop->value = bytes_copy(op->arena, cell_text(res, row, 0));
    hop->one = side_decode(res, row, 2);
    hop->third = side_decode(res, row, 9);
    hop->one_count = pick(&records, ids.endpoint, ids.endpoint_count, hop->one_records);
    hop->third_count = pick(&records, ids.site, ids.site_count, hop->third_records);
    return ST_OK;
}

/* Where the two have less in common themselves, what comes by way of a third counts in its place. */
static void take_hop(struct link_explanation *explanation)
{
    const struct link_hop *hop = explanation->hop;

    if (hop == NULL || hop->bits <= explanation->link.bits)
        return;
    explanation->two_hops = explanation->kept = true;
    explanation->kept_bits = explanation->link.bits = hop->bits;
    explanation->link.rules = MATCH_TWO_HOPS;
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
    if (st == ST_OK && explanation.hop != NULL)
        st = get_kin(op, db, &explanation, explanation.hop);
    if (st != ST_OK)
        return st;
    struct match_pair pair = {explanation.lives, explanation.evidence, explanation.count, explanation.contrary};

    match_explain(&explanation.model.model, op->arena, &pair, &explanation.waterfall);
    explanation.link.bits = explanation.waterfall.score.bits;
    explanation.link.rules = explanation.waterfall.score.rules;
    explanation.link.model_id = explanation.model.id;
    take_hop(&explanation);
    *ret = explanation;
    return ST_OK;
}
