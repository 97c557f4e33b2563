#include "store/hop_store.h"

#include "kin.h"
#include "step.h"

#define COLUMNS 13

struct way {
    struct uuid site, endpoint, via;
    struct match_hop hop;
    int64_t bits;
};

struct making {
    const struct model *model;
    struct arena *arena;
    int64_t least;
    struct way *ways; /* the best of each pair */
    size_t count, room;
};

/* ---- reading ---- */

static int64_t apart_decode(const struct copy_value *v)
{
    struct match_lives lives = {INT64_MIN, INT64_MAX, INT64_MIN, INT64_MAX};

    if (v[0].p != NULL)
        lives.endpoint_first_us = value_instant(&v[0]), lives.endpoint_last_us = value_instant(&v[1]);
    if (v[2].p != NULL)
        lives.site_first_us = value_instant(&v[2]), lives.site_last_us = value_instant(&v[3]);
    return match_apart(&lives);
}

static struct way way_decode(const struct model *model, const struct copy_value *v)
{
    struct way way = {.site = value_uuid(&v[0]),
                      .endpoint = value_uuid(&v[1]),
                      .via = value_uuid(&v[2]),
                      .hop = {.via_site = value_bool(&v[3]),
                              .kind = (enum trait_kind)value_i16(&v[4]),
                              .shared = value_i32(&v[5]),
                              .ruled = value_bool(&v[6]),
                              .link_bits = value_i64(&v[7]),
                              .apart_us = apart_decode(&v[8])}};

    way.bits = match_hop_bits(model, &way.hop);
    return way;
}

static bool same_pair(const struct way *a, const struct way *b)
{
    return uuid_compare(&a->site, &b->site) == 0 && uuid_compare(&a->endpoint, &b->endpoint) == 0;
}

/* A tie breaks by what lies between, so that the order of arrival does not matter. */
static bool is_better(const struct way *a, const struct way *b)
{
    int order = uuid_compare(&a->via, &b->via);

    if (a->bits != b->bits)
        return a->bits > b->bits;
    if (order == 0)
        order = (int)a->hop.kind - (int)b->hop.kind;
    return order != 0 ? order < 0 : a->hop.shared < b->hop.shared || (a->hop.shared == b->hop.shared && a->hop.ruled);
}

static void put_way(struct making *making, const struct way *way)
{
    if (making->count > 0 && same_pair(&making->ways[making->count - 1], way)) {
        if (is_better(way, &making->ways[making->count - 1]))
            making->ways[making->count - 1] = *way;
        return;
    }
    making->ways = arena_room(making->arena, making->ways, making->count, &making->room, sizeof(*way));
    making->ways[making->count++] = *way;
}

/* What the two have in common themselves may say more. */
static enum status on_row(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct making *making = arg;

    if (columns != COLUMNS)
        return op_fail(op, ST_BUG, "hop: %u columns", columns);
    struct way way = way_decode(making->model, v);

    if (way.bits >= making->least && (v[12].p == NULL || way.bits > value_i64(&v[12])))
        put_way(making, &way);
    return ST_OK;
}

/* ---- writing ---- */

static enum status write_ways(struct op *op, struct db *db, const struct making *making, int16_t model_id, int64_t *ret_count)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_HOP_PUT, &copy);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < making->count; i++) {
        const struct way *way = &making->ways[i];

        copy_row(copy, 10);
        copy_uuid(copy, &way->site);
        copy_uuid(copy, &way->endpoint);
        copy_i64(copy, way->bits);
        copy_uuid(copy, &way->via);
        copy_bool(copy, way->hop.via_site);
        copy_i16(copy, (int16_t)way->hop.kind);
        copy_i32(copy, way->hop.shared);
        copy_bool(copy, way->hop.ruled);
        copy_i64(copy, way->hop.link_bits);
        copy_i16(copy, model_id);
    }
    return copy_end(copy, ret_count);
}

/* ---- the values by which some are kin ---- */

static enum status copy_values(struct op *op, struct db *db, const struct kin *kin)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_HOP_COPY_VALUE, &copy);
    int64_t number = 0;

    if (st != ST_OK)
        return st;
    for (int site = 0; site < 2; site++)
        for (size_t i = 0; i < kin->sides[site].count; i++) {
            const struct kin_value *value = &kin->sides[site].values[i];

            copy_row(copy, 7);
            copy_i64(copy, number++);
            copy_bool(copy, site);
            copy_i16(copy, (int16_t)value->kind);
            copy_i64(copy, (int64_t)value->hash);
            copy_text(copy, value->text);
            copy_i32(copy, (int32_t)value->count);
            copy_uuid_array(copy, value->holders, value->count);
        }
    return copy_end(copy, NULL);
}

/* Those of the sites and links at hand, looked up; or all, which are known. */
static enum status make_values(struct op *op, struct db *db, const struct kin *kin)
{
    const struct param roles[] = {kin_roles(op->arena, false), kin_roles(op->arena, true)};
    enum status st = kin == NULL ? db_do(op, db, &Q_HOP_MAKE_VALUE, roles) : db_do(op, db, &Q_HOP_MAKE_ALL_VALUE, NULL);

    return st == ST_OK && kin != NULL ? copy_values(op, db, kin) : st;
}

/* ---- all of it ---- */

static enum status find_ways(struct op *op, struct db *db, struct making *making, const struct step *link, const struct kin *kin,
                             const struct query *rows)
{
    const struct param roles[] = {kin_roles(op->arena, false), kin_roles(op->arena, true)};
    const struct step begin[] = {{&Q_HOP_MAKE_RULING, roles, NULL}, *link, {&Q_HOP_ANALYZE_LINK, NULL, NULL}};
    const struct step steps[] = {
        {&Q_HOP_MAKE_HOLDER, NULL, NULL},           {&Q_HOP_ANALYZE_HOLDER, NULL, NULL},     {&Q_HOP_MAKE_HOP, roles, NULL},
        {&Q_HOP_ANALYZE_HOP, NULL, NULL},           {&Q_HOP_MAKE_ENDPOINT_LIFE, NULL, NULL}, {&Q_HOP_MAKE_SITE_LIFE, NULL, NULL},
        {&Q_HOP_ANALYZE_ENDPOINT_LIFE, NULL, NULL}, {&Q_HOP_ANALYZE_SITE_LIFE, NULL, NULL}};
    enum status st = step_run(op, db, begin, COUNT_OF(begin));

    if (st == ST_OK)
        st = make_values(op, db, kin);
    if (st == ST_OK)
        st = step_run(op, db, steps, COUNT_OF(steps));
    making->least = MATCH_THIRD_LEAST;
    return st == ST_OK ? db_copy_out(op, db, rows, on_row, making) : st;
}

enum status hop_update(struct op *op, struct db *db, const struct model *model, int16_t model_id, const struct kin *kin,
                       int64_t *ret_count)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct making making = {.model = model, .arena = arena};
    const struct param roles[] = {kin_roles(op->arena, false), kin_roles(op->arena, true)};
    const struct param link[] = {param_i64(op->arena, model->programme), kin_roles(op->arena, true)};
    const struct step begin[] = {{&Q_HOP_MAKE_SITE, roles, NULL}, {&Q_HOP_ANALYZE_SITE, NULL, NULL}, {&Q_HOP_DROP, NULL, NULL}};
    const struct step begin_all[] = {
        {&Q_HOP_MAKE_ALL_SITE, NULL, NULL}, {&Q_HOP_ANALYZE_SITE, NULL, NULL}, {&Q_HOP_FORGET, NULL, NULL}};
    const struct step make_link = {kin != NULL ? &Q_HOP_MAKE_ALL_LINK : &Q_HOP_MAKE_LINK, link, NULL};
    enum status st = step_run(op, db, kin != NULL ? begin_all : begin, COUNT_OF(begin));

    if (st == ST_OK)
        st = find_ways(op, db, &making, &make_link, kin, &Q_HOP_ROWS);
    return st == ST_OK ? write_ways(op, db, &making, model_id, ret_count) : st;
}

/* ---- those of a model that is not in use ---- */

static enum status copy_links(struct op *op, struct db *db, const struct hop_link *links, size_t count)
{
    struct copy *copy;
    enum status st = copy_begin(op, db, &Q_HOP_COPY_SCORED, &copy);

    if (st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        copy_row(copy, 3);
        copy_uuid(copy, &links[i].site);
        copy_uuid(copy, &links[i].endpoint);
        copy_i64(copy, links[i].bits);
    }
    return copy_end(copy, NULL);
}

static struct hop_link *links_of(struct arena *arena, const struct making *making)
{
    struct hop_link *links = arena_array(arena, struct hop_link, making->count + 1);

    for (size_t i = 0; i < making->count; i++)
        links[i] = (struct hop_link){making->ways[i].site, making->ways[i].endpoint, making->ways[i].bits};
    return links;
}

enum status hop_find(struct op *op, struct db *db, const struct model *model, const struct hop_link *links, size_t count,
                     struct arena *arena, struct hop_link **ret, size_t *ret_count)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    struct making making = {.model = model, .arena = scratch};
    const struct param least[] = {param_i64(op->arena, model->programme)};
    const struct step make_link = {&Q_HOP_MAKE_SCORED_LINK, least, NULL};
    const struct step begin[] = {
        {&Q_HOP_MAKE_ALL_SITE, NULL, NULL}, {&Q_HOP_ANALYZE_SITE, NULL, NULL}, {&Q_HOP_MAKE_SCORED, NULL, NULL}};
    struct kin kin;
    enum status st = step_run(op, db, begin, COUNT_OF(begin));

    if (st == ST_OK)
        st = kin_read(op, db, scratch, &kin);
    if (st == ST_OK)
        st = copy_links(op, db, links, count);
    if (st == ST_OK)
        st = db_do(op, db, &Q_HOP_ANALYZE_SCORED, NULL);
    if (st == ST_OK)
        st = find_ways(op, db, &making, &make_link, &kin, &Q_HOP_SCORED_ROWS);
    if (st == ST_OK)
        st = db_do(op, db, &Q_HOP_DROP_WORK, NULL);
    if (st != ST_OK)
        return st;
    *ret = links_of(arena, &making);
    *ret_count = making.count;
    return ST_OK;
}
