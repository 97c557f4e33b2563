#include "store/report_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "core/institution.h"
#include "core/match.h"

#define NONE UINT32_MAX

_Static_assert(TRAIT_owner == 5 && TRAIT_registration_number == 9 && TRAIT_lei == 10 && TRAIT_vat_number == 11 &&
                   TRAIT_sepa_creditor_id == 12,
               "as report/copy_owner.sql has them");

struct reported_endpoint {
    struct uuid id;
    struct bytes name;
    int64_t flags;
    uint32_t sites; /* that it serves */
    bool closed;
};

struct reading {
    const struct chokepoint_question *question;
    struct arena *arena;
    int64_t least;
    struct reported_endpoint *endpoints; /* by id */
    size_t endpoint_count, endpoint_room;
    struct chokepoint_edge *serves, *closes;
    size_t serve_count, serve_room, close_count, close_room;
    struct uuid site; /* the last that was read */
    uint32_t sites;
    struct bytes *names; /* of choices */
    size_t name_count, name_room;
    struct map numbers; /* name -> number and one */
    struct request_route *routes, *scratch_routes;
    size_t route_count;
};

static void put_edge(struct arena *arena, struct chokepoint_edge **edges, size_t *count, size_t *room, uint32_t from, uint32_t to)
{
    *edges = arena_room(arena, *edges, *count, room, sizeof(**edges));
    (*edges)[(*count)++] = (struct chokepoint_edge){from, to};
}

/* ---- endpoints and links ---- */

static enum status on_endpoint(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct reading *reading = arg;
    struct reported_endpoint endpoint = {.id = value_uuid(&v[0]),
                                         .name = bytes_copy(reading->arena, value_text(&v[1])),
                                         .flags = v[2].p == NULL ? 0 : value_i64(&v[2]),
                                         .closed = value_bool(&v[3])};

    endpoint.flags = endpoint.flags > 0 ? endpoint.flags : 1; /* a site or a purchase named it */
    reading->endpoints =
        arena_room(reading->arena, reading->endpoints, reading->endpoint_count, &reading->endpoint_room, sizeof(endpoint));
    reading->endpoints[reading->endpoint_count++] = endpoint;
    return ST_OK;
}

static int by_id(const void *a, const void *b)
{
    return uuid_compare(&((const struct reported_endpoint *)a)->id, &((const struct reported_endpoint *)b)->id);
}

static uint32_t endpoint_find(const struct reading *reading, const struct uuid *id)
{
    struct reported_endpoint key = {.id = *id}, *found;

    if (reading->endpoint_count == 0)
        return NONE;
    found = bsearch(&key, reading->endpoints, reading->endpoint_count, sizeof(key), by_id);
    return found == NULL ? NONE : (uint32_t)(found - reading->endpoints);
}

/* Rows come by site. */
static enum status on_link(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct reading *reading = arg;
    struct uuid site = value_uuid(&v[0]), endpoint = value_uuid(&v[1]);
    int16_t decision = v[3].p == NULL ? 0 : value_i16(&v[3]);
    uint32_t number = endpoint_find(reading, &endpoint);

    if (decision < 0 || (decision == 0 && value_i64(&v[2]) < reading->least) || number == NONE ||
        reading->endpoints[number].closed)
        return ST_OK;
    if (reading->sites == 0 || uuid_compare(&site, &reading->site) != 0) {
        reading->site = site;
        reading->sites++;
    }
    reading->endpoints[number].sites++;
    put_edge(reading->arena, &reading->serves, &reading->serve_count, &reading->serve_room, number, reading->sites - 1);
    return ST_OK;
}

/* An endpoint's flags are shared out among the sites that it serves. */
static int64_t *site_weights(const struct reading *reading)
{
    int64_t *weights = arena_array(reading->arena, int64_t, (size_t)reading->sites + 1);

    for (uint32_t i = 0; i < reading->sites && reading->question->count_sites; i++)
        weights[i] = CHOKEPOINT_WEIGHT;
    for (size_t i = 0; i < reading->serve_count && !reading->question->count_sites; i++) {
        const struct reported_endpoint *endpoint = &reading->endpoints[reading->serves[i].from];

        weights[reading->serves[i].to] += endpoint->flags * CHOKEPOINT_WEIGHT / endpoint->sites;
    }
    return weights;
}

/* ---- choices ---- */

static uint32_t choice_number(struct reading *reading, struct bytes name)
{
    void **place = map_put(&reading->numbers, name);

    if (*place == NULL) {
        reading->names =
            arena_room(reading->arena, reading->names, reading->name_count, &reading->name_room, sizeof(*reading->names));
        reading->names[reading->name_count++] = name;
        *place = (void *)reading->name_count;
    }
    return (uint32_t)((size_t)*place - 1);
}

static void put_choice(struct reading *reading, struct bytes name, uint32_t endpoint)
{
    put_edge(reading->arena, &reading->closes, &reading->close_count, &reading->close_room, choice_number(reading, name),
             endpoint);
}

static enum status choose_endpoints(UNUSED struct op *op, UNUSED struct db *db, struct reading *reading)
{
    for (uint32_t i = 0; i < reading->endpoint_count; i++)
        if (reading->endpoints[i].sites > 0)
            put_choice(reading, reading->endpoints[i].name, i);
    return ST_OK;
}

static enum status read_routes(struct op *op, struct db *db, struct reading *reading)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_REPORT_LIST_ROUTE, NULL, &res);

    if (st != ST_OK)
        return st;
    reading->route_count = (size_t)PQntuples(res);
    reading->routes = arena_array(reading->arena, struct request_route, reading->route_count + 1);
    reading->scratch_routes = arena_array(reading->arena, struct request_route, reading->route_count + 1);
    for (int row = 0; row < PQntuples(res); row++)
        reading->routes[row] = (struct request_route){bytes_copy(reading->arena, cell_text(res, row, 0)),
                                                      bytes_copy(reading->arena, cell_text(res, row, 1)),
                                                      bytes_copy(reading->arena, cell_text(res, row, 2))};
    return ST_OK;
}

static enum status choose_acquirers(struct op *op, struct db *db, struct reading *reading)
{
    enum status st = read_routes(op, db, reading);

    for (uint32_t i = 0; i < reading->endpoint_count && st == ST_OK; i++) {
        struct bytes name;

        if (reading->endpoints[i].sites == 0)
            continue;
        memcpy(reading->scratch_routes, reading->routes, reading->route_count * sizeof(*reading->routes));
        name = institution_of(reading->arena, reading->endpoints[i].name, reading->scratch_routes, reading->route_count);
        if (name.p != NULL)
            put_choice(reading, name, i);
    }
    return st;
}

static enum status on_owner(UNUSED struct op *op, const struct copy_value *v, UNUSED unsigned columns, void *arg)
{
    struct reading *reading = arg;
    struct uuid id = value_uuid(&v[0]);
    struct bytes value = value_text(&v[2]);
    uint32_t endpoint = endpoint_find(reading, &id);

    if (endpoint != NONE && reading->endpoints[endpoint].sites > 0)
        put_choice(
            reading,
            bytes_printf(reading->arena, "%s %.*s", trait_kind_name((enum trait_kind)value_i16(&v[1])), (int)value.n, value.p),
            endpoint);
    return ST_OK;
}

static enum status choose_owners(struct op *op, struct db *db, struct reading *reading)
{
    return db_copy_out(op, db, &Q_REPORT_COPY_OWNER, on_owner, reading);
}

static int by_name(const void *a, const void *b, void *arg)
{
    const struct bytes *names = arg;

    return bytes_compare(names[*(const uint32_t *)a], names[*(const uint32_t *)b]);
}

/* Numbers the choices in the order of their names: a tie goes to the first. */
static void sort_choices(struct reading *reading)
{
    uint32_t *order = arena_array(reading->arena, uint32_t, reading->name_count + 1);
    uint32_t *place = arena_array(reading->arena, uint32_t, reading->name_count + 1);
    struct bytes *sorted = arena_array(reading->arena, struct bytes, reading->name_count + 1);

    for (uint32_t i = 0; i < reading->name_count; i++)
        order[i] = i;
    if (reading->name_count > 0)
        qsort_r(order, reading->name_count, sizeof(*order), by_name, reading->names);
    for (uint32_t i = 0; i < reading->name_count; i++) {
        sorted[i] = reading->names[order[i]];
        place[order[i]] = i;
    }
    for (size_t i = 0; i < reading->close_count; i++)
        reading->closes[i].from = place[reading->closes[i].from];
    reading->names = sorted;
}

/* ---- all of it ---- */

static uint32_t count_serving(const struct reading *reading)
{
    uint32_t count = 0;

    for (size_t i = 0; i < reading->endpoint_count; i++)
        count += reading->endpoints[i].sites > 0;
    return count;
}

static void rank(struct reading *reading, struct chokepoint_report *ret)
{
    struct chokepoint_graph graph = {.choices = (uint32_t)reading->name_count,
                                     .endpoints = (uint32_t)reading->endpoint_count,
                                     .sites = reading->sites,
                                     .closes = reading->closes,
                                     .close_count = reading->close_count,
                                     .serves = reading->serves,
                                     .serve_count = reading->serve_count,
                                     .weights = site_weights(reading)};
    size_t limit = reading->question->limit < reading->name_count ? reading->question->limit : reading->name_count;
    struct chokepoint_report report = {.sites = graph.sites, .endpoints = count_serving(reading), .choices = graph.choices};

    report.ranks = arena_array(reading->arena, struct chokepoint_rank, limit + 1);
    report.names = arena_array(reading->arena, struct bytes, limit + 1);
    report.count = chokepoint_rank(reading->arena, &graph, reading->question->objective, limit, report.ranks);
    for (size_t i = 0; i < report.count; i++)
        report.names[i] = reading->names[report.ranks[i].choice];
    for (uint32_t i = 0; i < graph.sites; i++)
        report.weight += graph.weights[i];
    *ret = report;
}

enum status chokepoint_report_get(struct op *op, struct db *db, const struct chokepoint_question *question, struct arena *arena,
                                  struct chokepoint_report *ret)
{
    static enum status (*const choose[])(struct op *, struct db *, struct reading *) = {
        [CHOKEPOINT_BY_endpoint] = choose_endpoints,
        [CHOKEPOINT_BY_acquirer] = choose_acquirers,
        [CHOKEPOINT_BY_owner] = choose_owners,
    };
    struct reading reading = {.question = question, .arena = arena, .least = match_bits(question->least_probability)};
    enum status st = db_begin(op, db);

    map_init(&reading.numbers, arena);
    if (st == ST_OK)
        st = db_do(op, db, &Q_CORRELATE_ISOLATE, NULL);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_REPORT_COPY_ENDPOINT, on_endpoint, &reading);
    if (st == ST_OK)
        st = db_copy_out(op, db, &Q_REPORT_COPY_LINK, on_link, &reading);
    if (st == ST_OK)
        st = choose[question->by](op, db, &reading);
    if (st == ST_OK)
        st = db_commit(op, db);
    if (st != ST_OK) {
        db_rollback(db);
        return st;
    }
    sort_choices(&reading);
    rank(&reading, ret);
    return ST_OK;
}
