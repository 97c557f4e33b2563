/*
 * efc-soak: random schedules of batches, revisions, withdrawals, decisions, rulings and changes of the model, each followed by the same
 * comparison: what increments have made is what a rebuild makes, to the byte, by either executor.
 *
 *   efc-soak [--seed N] [--count N] [--fault TABLE] [--steps N]     the database is named by EFC_TEST_DB; it is emptied
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/number.h"
#include "cli/default_model.h"
#include "edge/intake.h"
#include "soak/check.h"
#include "soak/say.h"
#include "store/correlate_store.h"
#include "store/hub_store.h"
#include "store/link_store.h"
#include "store/programme_decision.h"
#include "store/model_store.h"
#include "store/record_store.h"
#include "support/ident_files.h"

#define PARTNERS 3
#define SCHEDULE_MEMORY ((size_t)256 << 20)
#define UNIT_MEMORY ((size_t)32 << 20)

struct soak {
    struct db *db;
    struct ident_data *data;
    struct checkpoint_key key;
    struct partner partners[PARTNERS];
    struct rng rng;
    int64_t done[8]; /* how often each action was taken */
    int64_t links, hops, programmes;
};

/* ---- actions ---- */

struct memory {
    struct bytes rest;
};

static enum status memory_read(UNUSED struct op *op, void *arg, char *buffer, size_t room, size_t *ret_n)
{
    struct memory *memory = arg;
    size_t n = memory->rest.n < room ? memory->rest.n : room;

    memcpy(buffer, memory->rest.p, n);
    memory->rest = bytes_from(memory->rest, n);
    *ret_n = n;
    return ST_OK;
}

static enum record_kind some_kind(struct soak *soak)
{
    return (enum record_kind)rng_below(&soak->rng, RECORD_KIND_COUNT);
}

static const struct partner *some_partner(struct soak *soak)
{
    return &soak->partners[rng_below(&soak->rng, PARTNERS)];
}

static enum status batch(struct op *op, struct soak *soak)
{
    enum record_kind kind = some_kind(soak);
    struct memory memory = {say_batch(op->arena, &soak->rng, kind, 1 + (unsigned)rng_below(&soak->rng, 40))};
    struct intake intake = {.db = soak->db,
                            .data = soak->data,
                            .key = &soak->key,
                            .partner = some_partner(soak),
                            .kind = kind,
                            .source = "-",
                            .chunk_records = 25,
                            .memory = UNIT_MEMORY,
                            .read = memory_read,
                            .read_arg = &memory};
    struct intake_result result;

    return intake_take(op, &intake, &result);
}

static enum status withdraw(struct op *op, struct soak *soak)
{
    const struct partner *partner = some_partner(soak);
    enum record_kind kind = some_kind(soak);
    struct record_name name = {partner->id, partner->number, kind,
                               say_reference(op->arena, kind, (unsigned)rng_below(&soak->rng, SAY_REFERENCES))};
    enum status st = record_withdraw(op, soak->db, soak->data, &name);

    return st == ST_NOTFOUND ? ST_OK : st;
}

/* One of the links, or of the pairs when there are none. */
static enum status some_pair(struct op *op, struct soak *soak, struct uuid *endpoint, struct uuid *site)
{
    const char *sql = arena_printf(
        op->arena, "SELECT endpoint_id, site_id FROM link ORDER BY md5(site_id::text || endpoint_id::text || '%llu') LIMIT 1",
        (unsigned long long)rng_next(&soak->rng));
    AUTO(pg_clear) PGresult *res = PQexec(db_connection(soak->db), sql);

    if (PQresultStatus(res) != PGRES_TUPLES_OK)
        return op_fail(op, ST_BUG, "%s", PQerrorMessage(db_connection(soak->db)));
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    *endpoint = cell_uuid(res, 0, 0);
    *site = cell_uuid(res, 0, 1);
    return ST_OK;
}

static enum status decide(struct op *op, struct soak *soak)
{
    struct uuid endpoint, site;
    enum link_status decision = rng_chance(&soak->rng, 0.4) ? LINK_confirmed : LINK_rejected;
    enum status st = some_pair(op, soak, &endpoint, &site);

    return st == ST_OK ? link_decide(op, soak->db, &endpoint, &site, decision, BYTES("a schedule says so")) : ST_OK;
}

/* About a value that several members of a programme have. */
static enum status rule_programme(struct op *op, struct soak *soak)
{
    AUTO(pg_clear)
    PGresult *res =
        PQexec(db_connection(soak->db),
               arena_printf(op->arena,
                            "SELECT m.programme_id, t.kind, t.value FROM programme_member m"
                            " JOIN (SELECT endpoint_id AS id, kind, value FROM endpoint_trait UNION"
                            " SELECT site_id, kind, value FROM site_trait) t ON t.id = m.member_id"
                            " GROUP BY 1, 2, 3 HAVING count(*) > 1 ORDER BY md5(m.programme_id || t.value || %u) LIMIT 1",
                            (unsigned)rng_below(&soak->rng, 1000)));

    if (PQresultStatus(res) != PGRES_TUPLES_OK || PQntuples(res) == 0)
        return ST_OK;
    struct uuid programme = cell_uuid(res, 0, 0);
    struct hub_override hub = {.kind = (enum trait_kind)cell_i64(res, 0, 1),
                               .value = cell_text(res, 0, 2),
                               .is_hub = rng_chance(&soak->rng, 0.7),
                               .reason = BYTES("a schedule says so")};
    int64_t number;
    enum status st = hub_case_of_programme(op, soak->db, &programme, &hub);

    if (st == ST_OK)
        st = hub_override_put(op, soak->db, &hub, &number);
    if (st != ST_LIMIT && st != ST_NOTFOUND)
        return st;
    op_clear(op);
    return ST_OK;
}

static enum status rule(struct op *op, struct soak *soak)
{
    struct uuid endpoint, site;
    enum status st = some_pair(op, soak, &endpoint, &site);

    if (st != ST_OK)
        return ST_OK;
    if (rng_chance(&soak->rng, 0.5))
        return rule_programme(op, soak);
    AUTO(pg_clear)
    PGresult *res =
        PQexec(db_connection(soak->db),
               arena_printf(
                   op->arena,
                   "SELECT DISTINCT e.kind, e.value FROM endpoint_trait e JOIN site_trait s USING (bucket, hash, kind, value)"
                   " WHERE e.endpoint_id = '%s' AND s.site_id = '%s' ORDER BY 1, 2",
                   bytes_cstr(op->arena, uuid_print(op->arena, &endpoint)), bytes_cstr(op->arena, uuid_print(op->arena, &site))));

    if (PQresultStatus(res) != PGRES_TUPLES_OK || PQntuples(res) == 0)
        return ST_OK;
    int row = (int)rng_below(&soak->rng, (uint64_t)PQntuples(res));
    struct hub_override hub = {.kind = (enum trait_kind)cell_i64(res, row, 0),
                               .value = cell_text(res, row, 1),
                               .is_hub = rng_chance(&soak->rng, 0.7),
                               .endpoints = &endpoint,
                               .sites = &site,
                               .endpoint_count = 1,
                               .site_count = 1,
                               .reason = BYTES("a schedule says so")};
    int64_t number;

    st = hub_override_put(op, soak->db, &hub, &number);
    return st == ST_CONFLICT || st == ST_NOTFOUND ? ST_OK : st;
}

/* Undoes one of the last merges and splits, or takes such a decision back. */
static enum status undo(struct op *op, struct soak *soak)
{
    struct programme_undone undone;
    int64_t change = 0, decision = 0;
    enum status st = check_number(
        op, soak->db, "SELECT coalesce(max(decision_id), 0) FROM programme_decision WHERE released_at IS NULL", &decision);

    if (st == ST_OK && decision > 0 && rng_chance(&soak->rng, 0.3))
        return programme_release(op, soak->db, decision);
    if (st == ST_OK)
        st = check_number(
            op, soak->db,
            arena_printf(op->arena,
                         "SELECT coalesce((SELECT change_number FROM programme_change WHERE change IN ('merged', 'split')"
                         " ORDER BY change_number DESC OFFSET %u LIMIT 1), 0)",
                         (unsigned)rng_below(&soak->rng, 3)),
            &change);
    if (st != ST_OK || change == 0)
        return st;
    st = programme_undo(op, soak->db, change, BYTES("a schedule says so"), &undone);
    if (st != ST_NOTFOUND &&
        st != ST_CONFLICT) /* it has been undone, nothing is left of a part, or another decision says the opposite */
        return st;
    op_clear(op);
    return ST_OK;
}

/* The model that stands in the program, with one of its lines another. */
static const char *some_model(struct op *op, struct soak *soak)
{
    static const char *const lines[][2] = {{"\nprior     1.2e-4\n", "\nprior     4e-4\n"},
                                           {"\nprogramme 0.75 ", "\nprogramme 0.55 "},
                                           {"\nkeep      0.008 ", "\nkeep      0.05 "},
                                           {"\npartners  0.7 ", "\npartners  1.1 "},
                                           {"\n# The model", "\n# A model"}};
    const char *text = bytes_cstr(op->arena, default_model());
    size_t which = rng_below(&soak->rng, COUNT_OF(lines));
    const char *at = strstr(text, lines[which][0]);

    return at == NULL
               ? text
               : arena_printf(op->arena, "%.*s%s%s", (int)(at - text), text, lines[which][1], at + strlen(lines[which][0]));
}

static enum status model_work(struct op *op, struct db *db, void *arg)
{
    int16_t id;
    enum status st = model_put(op, db, bytes_of(arg), "file", &id);

    return st == ST_OK ? model_switch(op, db, id, BYTES("a schedule")) : st;
}

static enum status change_model(struct op *op, struct soak *soak)
{
    return db_unit(op, soak->db, model_work, (void *)some_model(op, soak));
}

static enum status correlate(struct op *op, struct soak *soak, bool rebuild, enum correlate_executor executor,
                             struct correlate_counts *ret)
{
    const struct correlate_options options = {
        .data = soak->data, .default_model = default_model(), .rebuild = rebuild, .executor = executor};

    return correlate_run(op, soak->db, &options, ret);
}

static enum status run_once(struct op *op, struct soak *soak)
{
    static const enum correlate_executor executors[] = {EXECUTOR_query, EXECUTOR_query, EXECUTOR_auto, EXECUTOR_join};
    struct correlate_counts counts;

    return correlate(op, soak, false, executors[rng_below(&soak->rng, COUNT_OF(executors))], &counts);
}

static const struct {
    const char *name;
    unsigned weight;
    enum status (*take)(struct op *op, struct soak *soak);
} actions[] = {{"batches", 38, batch},      {"withdrawals", 12, withdraw}, {"decisions", 10, decide}, {"rulings", 5, rule},
               {"models", 3, change_model}, {"undoings", 4, undo},         {"runs", 28, run_once}};

static enum status act(struct op *op, struct soak *soak)
{
    unsigned at = (unsigned)rng_below(&soak->rng, 100);
    size_t i = 0;

    while (at >= actions[i].weight)
        at -= actions[i++].weight;
    soak->done[i]++;
    return actions[i].take(op, soak);
}

/* ---- a schedule ---- */

static enum status compare(struct op *op, struct soak *soak)
{
    struct correlate_counts counts;
    enum status st = check_keep(op, soak->db);

    if (st == ST_OK)
        st = correlate(op, soak, true, EXECUTOR_join, &counts);
    if (st == ST_OK)
        st = check_same(op, soak->db, "increments and a rebuild by the join in memory");
    if (st == ST_OK && counts.programmes.moved != 0)
        st = op_fail(op, ST_CONFLICT, "a rebuild moved %lld members of programmes", (long long)counts.programmes.moved);
    if (st == ST_OK)
        st = correlate(op, soak, true, EXECUTOR_query, &counts);
    if (st == ST_OK)
        st = check_same(op, soak->db, "increments and a rebuild by the query");
    return st;
}

static enum status count(struct op *op, struct soak *soak)
{
    int64_t links = 0, hops = 0, programmes = 0;
    enum status st = check_number(op, soak->db, "SELECT count(*) FROM link", &links);

    if (st == ST_OK)
        st = check_number(op, soak->db, "SELECT count(*) FROM link_hop", &hops);
    if (st == ST_OK)
        st = check_number(op, soak->db, "SELECT count(DISTINCT programme_id) FROM programme_member", &programmes);
    soak->links += links;
    soak->hops += hops;
    soak->programmes += programmes;
    return st;
}

static enum status run_schedule(struct op *op, struct soak *soak, uint64_t seed, int64_t steps)
{
    struct correlate_counts counts;
    enum status st = check_empty(op, soak->db);

    rng_seed(&soak->rng, seed, 0);
    for (int i = 0; i < 5 && st == ST_OK; i++)
        st = batch(op, soak);
    for (int64_t i = 0; i < steps && st == ST_OK; i++)
        st = act(op, soak);
    if (st == ST_OK)
        st = correlate(op, soak, false, EXECUTOR_query, &counts);
    if (st == ST_OK)
        st = count(op, soak);
    return st == ST_OK ? compare(op, soak) : st;
}

/* ---- all of it ---- */

struct settings {
    int64_t seed, count, steps;
    const char *fault;
};

static enum status prepare(struct op *op, struct soak *soak, const struct settings *settings)
{
    struct ident_file *files = arena_array(op->arena, struct ident_file, IDENT_FILES_MOST);
    enum status st = ident_data_new(op, files, ident_files_read(op->arena, files), &soak->data);

    soak->key = checkpoint_key_none(BYTES("soak.example"));
    if (st == ST_OK)
        st = db_open(op, getenv("EFC_TEST_DB"), NULL, &soak->db);
    for (int i = 0; i < PARTNERS && st == ST_OK; i++) {
        struct partner partner = {.id = bytes_printf(op->arena, "partner-%d", i),
                                  .name = bytes_printf(op->arena, "Partner %d", i),
                                  .kind = BYTES("acquirer"),
                                  .country = BYTES("DE")};

        st = partner_find(op, soak->db, partner.id, &soak->partners[i]);
        if (st != ST_NOTFOUND)
            continue;
        op_clear(op);
        st = partner_put_name(op, soak->db, &partner);
        if (st == ST_OK)
            st = partner_find(op, soak->db, partner.id, &soak->partners[i]);
    }
    return st == ST_OK ? check_lose(op, soak->db, settings->fault) : st;
}

static bool run_seed(struct soak *soak, const struct settings *settings, int64_t seed)
{
    AUTO(arena_free) struct arena *arena = arena_new(SCHEDULE_MEMORY);
    struct op op;
    enum status st;

    op_init(&op, arena, clock_now_us(), "soak");
    st = run_schedule(&op, soak, (uint64_t)seed, settings->steps);
    if (st != ST_OK)
        printf("not ok - the schedule of seed %lld: %s\n# again: scripts/soak schedules 1 --seed %lld --steps %lld\n",
               (long long)seed, op.cause, (long long)seed, (long long)settings->steps);
    return st == ST_OK;
}

static int run_all(struct soak *soak, const struct settings *settings)
{
    for (int64_t i = 0; i < settings->count; i++) {
        if (!run_seed(soak, settings, settings->seed + i))
            return 1;
        if ((i + 1) % 20 == 0)
            fprintf(stderr, "soak: %lld of %lld schedules\n", (long long)(i + 1), (long long)settings->count);
    }
    printf("ok - %lld schedules from seed %lld on: increments make what a rebuild makes, by either executor\n#",
           (long long)settings->count, (long long)settings->seed);
    for (size_t i = 0; i < COUNT_OF(actions); i++)
        printf(" %s %lld", actions[i].name, (long long)soak->done[i]);
    printf("; at the ends links %lld hops %lld programmes %lld\n", (long long)soak->links, (long long)soak->hops,
           (long long)soak->programmes);
    return 0;
}

static bool read_settings(int argc, char **argv, struct settings *ret)
{
    struct settings settings = {.seed = 1, .count = 200, .steps = 10, .fault = "none"};
    const struct {
        const char *name;
        int64_t *number;
    } numbers[] = {{"--seed", &settings.seed}, {"--count", &settings.count}, {"--steps", &settings.steps}};

    for (int i = 1; i + 1 < argc; i += 2) {
        bool known = strcmp(argv[i], "--fault") == 0;

        if (known)
            settings.fault = argv[i + 1];
        for (size_t k = 0; k < COUNT_OF(numbers); k++)
            if (strcmp(argv[i], numbers[k].name) == 0)
                known = parse_i64(bytes_of(argv[i + 1]), numbers[k].number);
        if (!known)
            return false;
    }
    *ret = settings;
    return argc % 2 == 1;
}

static void close_all(struct soak *soak)
{
    db_close(&soak->db);
    ident_data_free(&soak->data);
}

int main(int argc, char **argv)
{
    AUTO(arena_free) struct arena *arena = arena_new(SCHEDULE_MEMORY);
    struct settings settings;
    struct soak soak = {0};
    struct op op;
    int code;

    op_init(&op, arena, clock_now_us(), "soak");
    if (!read_settings(argc, argv, &settings) || getenv("EFC_TEST_DB") == NULL) {
        fprintf(stderr, "usage: EFC_TEST_DB=… efc-soak [--seed N] [--count N] [--steps N] [--fault TABLE]\n");
        return 2;
    }
    if (prepare(&op, &soak, &settings) != ST_OK) {
        close_all(&soak);
        fprintf(stderr, "soak: %s\n", op.cause);
        return 3;
    }
    code = run_all(&soak, &settings);
    if (check_lose(&op, soak.db, "none") != ST_OK)
        code = 3;
    close_all(&soak);
    return code;
}
