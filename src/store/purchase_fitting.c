#include "purchase_fitting.h"

#include <stdlib.h>

#include "core/trait.h"

#define WORDS_COLUMNS 3
#define PAYMENT_COLUMNS 6
#define FITTING_COLUMNS 9
#define REFERENCES_AT_ONCE 10000

_Static_assert(TRAIT_payment == 17 && TRAIT_paid == 25 && PURCHASE_CLEARING_HOURS == 120 && PURCHASE_FEE_PERMILLE == 40 &&
                   PURCHASE_NEAR_HOURS == 1 && PLACE_MOST == 64 && PLACE_near == 0 && PLACE_later == 1 && PLACE_fee_same == 3,
               "as the queries of purchase/ have them");

/* What a purchase knows besides: both sides have a trait of it, or not. */
enum reference { REFERENCE_start, REFERENCE_rrn, REFERENCE_arn, REFERENCE_COUNT };
static const enum trait_kind kinds[] = {TRAIT_name_start, TRAIT_rrn, TRAIT_arn};

/* What one record says of a purchase. */
struct words {
    struct purchase said;
    uint32_t asked;
};

/* A purchase of a site, with its words, and how many payments have been looked at in each place. */
struct asked {
    struct uuid site;
    struct bytes name;
    size_t words, words_end;
    int32_t seen[PURCHASE_PLACE_COUNT];
};

/* A payment that fits the words. */
struct match {
    size_t words, payment;
    bool same[REFERENCE_COUNT];
};

struct fitting {
    struct arena *arena;
    struct words *words;
    struct asked *asked;
    struct purchase_payment *payments;
    struct match *matches;
    size_t word_count, asked_count, payment_count, match_count, word_room, asked_room, payment_room, match_room;
    struct purchase_lookup *lookup;
    /* the row that is being read */
    struct purchase_payment payment;
    bool kept; /* it is among the payments */
    size_t at; /* few purchases: the one whose payments come */
};

void candidate_table_put(struct candidate_table *table, const struct candidate_row *row,
                         const struct purchase_candidate *candidate)
{
    table->rows = arena_room(table->arena, table->rows, table->count, &table->row_room, sizeof(*row));
    table->candidates = arena_room(table->arena, table->candidates, table->count, &table->candidate_room, sizeof(*candidate));
    table->rows[table->count] = *row;
    table->candidates[table->count++] = *candidate;
}

/* ---- the purchases ---- */

static bool same_asked(const struct asked *asked, const struct uuid *site, struct bytes name)
{
    return uuid_compare(&asked->site, site) == 0 && bytes_equal(asked->name, name);
}

static enum status on_words(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct fitting *fitting = arg;
    struct words words;
    struct asked *asked;
    struct uuid site;

    if (columns != WORDS_COLUMNS || !purchase_parse(bytes_copy(fitting->arena, value_text(&v[2])), &words.said))
        return op_fail(op, ST_BUG, "purchases: a row cannot be read");
    site = value_uuid(&v[0]);
    if (fitting->asked_count == 0 || !same_asked(&fitting->asked[fitting->asked_count - 1], &site, value_text(&v[1]))) {
        fitting->asked = arena_room(fitting->arena, fitting->asked, fitting->asked_count, &fitting->asked_room, sizeof(*asked));
        fitting->asked[fitting->asked_count++] =
            (struct asked){.site = site, .name = bytes_copy(fitting->arena, value_text(&v[1])), .words = fitting->word_count};
    }
    words.asked = (uint32_t)fitting->asked_count - 1;
    fitting->words = arena_room(fitting->arena, fitting->words, fitting->word_count, &fitting->word_room, sizeof(words));
    fitting->words[fitting->word_count++] = words;
    fitting->asked[words.asked].words_end = fitting->word_count;
    return ST_OK;
}

/* ---- the payments ---- */

static struct purchase_payment payment_decode(const struct copy_value *v)
{
    return (struct purchase_payment){.endpoint = value_uuid(&v[0]),
                                     .moment = value_text(&v[1]),
                                     .endpoint_name = value_text(&v[2]),
                                     .records = value_i32(&v[3]),
                                     .first_us = value_instant(&v[4]),
                                     .last_us = value_instant(&v[5])};
}

static size_t payment_keep(struct fitting *fitting)
{
    struct purchase_payment payment = fitting->payment;

    if (fitting->kept)
        return fitting->payment_count - 1;
    payment.moment = bytes_copy(fitting->arena, payment.moment);
    payment.endpoint_name = bytes_copy(fitting->arena, payment.endpoint_name);
    fitting->payments =
        arena_room(fitting->arena, fitting->payments, fitting->payment_count, &fitting->payment_room, sizeof(payment));
    fitting->payments[fitting->payment_count] = payment;
    fitting->kept = true;
    return fitting->payment_count++;
}

/* The payment of the row, for a purchase that it may be. */
static void on_found(void *arg, uint32_t number, enum purchase_place place)
{
    struct fitting *fitting = arg;
    struct asked *asked = &fitting->asked[number];
    struct purchase_fit fit;

    if (asked->seen[place] == PLACE_MOST)
        return;
    asked->seen[place]++;
    for (size_t w = asked->words; w < asked->words_end; w++) {
        struct match match = {.words = w};

        if (!purchase_fits(&fitting->words[w].said, &fitting->payment, &fit))
            continue;
        match.payment = payment_keep(fitting);
        fitting->matches =
            arena_room(fitting->arena, fitting->matches, fitting->match_count, &fitting->match_room, sizeof(match));
        fitting->matches[fitting->match_count++] = match;
    }
}

/* All payments: each looks for its purchases. */
static enum status on_payment(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct fitting *fitting = arg;

    if (columns != PAYMENT_COLUMNS)
        return op_fail(op, ST_BUG, "payments: %u columns", columns);
    fitting->payment = payment_decode(v);
    fitting->kept = false;
    purchase_lookup(fitting->lookup, fitting->payment.moment, on_found, fitting);
    return ST_OK;
}

/* A payment of a purchase, in the order of the purchases. */
static enum status on_fitting(struct op *op, const struct copy_value *v, unsigned columns, void *arg)
{
    struct fitting *fitting = arg;
    struct uuid site = columns == FITTING_COLUMNS ? value_uuid(&v[0]) : (struct uuid){0};
    int32_t place = columns == FITTING_COLUMNS ? value_i32(&v[2]) : -1;

    while (fitting->at < fitting->asked_count && !same_asked(&fitting->asked[fitting->at], &site, value_text(&v[1])))
        fitting->at++;
    if (fitting->at == fitting->asked_count || place < 0 || place >= PURCHASE_PLACE_COUNT)
        return op_fail(op, ST_BUG, "payments of purchases: a row cannot be read");
    fitting->payment = payment_decode(v + 3);
    fitting->kept = false;
    on_found(fitting, (uint32_t)fitting->at, (enum purchase_place)place);
    return ST_OK;
}

static enum status read_all_payments(struct op *op, struct db *db, struct fitting *fitting)
{
    struct bytes *names = arena_array(fitting->arena, struct bytes, fitting->asked_count + 1);
    enum status st = db_do(op, db, &Q_CORRELATE_PLAN_PAIR, NULL);

    for (size_t i = 0; i < fitting->asked_count; i++)
        names[i] = fitting->asked[i].name;
    fitting->lookup = purchase_lookup_new(fitting->arena, names, fitting->asked_count);
    return st == ST_OK ? db_copy_out(op, db, &Q_PURCHASE_PAYMENT, on_payment, fitting) : st;
}

/* ---- candidates ---- */

static bool same_pair(const struct fitting *fitting, const struct match *a, const struct match *b)
{
    return a->payment == b->payment && fitting->words[a->words].asked == fitting->words[b->words].asked;
}

static int by_pair(const void *a, const void *b, void *arg)
{
    const struct match *x = a, *y = b;
    const struct fitting *fitting = arg;
    const struct purchase_payment *p = &fitting->payments[x->payment], *q = &fitting->payments[y->payment];
    uint32_t first = fitting->words[x->words].asked, second = fitting->words[y->words].asked;
    int order = first < second ? -1 : first > second;

    if (order == 0)
        order = uuid_compare(&p->endpoint, &q->endpoint);
    return order != 0 ? order : bytes_compare(p->moment, q->moment);
}

static void put_candidate(const struct fitting *fitting, const struct match *match, struct candidate_table *table)
{
    const struct words *words = &fitting->words[match->words];
    const struct asked *asked = &fitting->asked[words->asked];
    const struct purchase_payment *payment = &fitting->payments[match->payment];
    struct candidate_row row = {asked->site, payment->endpoint, asked->name, payment->moment};
    struct purchase_candidate candidate = {.payment = (uint32_t)(match - fitting->matches), .slots = payment->records};

    (void)purchase_fits(&words->said, payment, &candidate.fit); /* it does */
    candidate_table_put(table, &row, &candidate);
}

/* Candidates that were taken out leave their names behind: those of the others are made anew. */
static void end_purchase(const struct fitting *fitting, size_t start, const struct asked *asked, struct candidate_table *table)
{
    static const enum purchase_class best[] = {PURCHASE_minutes, PURCHASE_days, PURCHASE_fee, PURCHASE_fee, PURCHASE_fee};
    int64_t unseen[PURCHASE_CLASS_COUNT] = {0};
    size_t left;

    for (enum purchase_place place = 0; place < PURCHASE_PLACE_COUNT; place++)
        if (asked->seen[place] == PLACE_MOST)
            unseen[best[place]] = PLACE_MOST;
    left = purchase_bound(table->candidates + start, table->count - start, unseen);
    for (size_t i = start; i < start + left; i++) {
        const struct purchase_payment *payment = &fitting->payments[fitting->matches[table->candidates[i].payment].payment];

        table->rows[i].endpoint = payment->endpoint;
        table->rows[i].payment = payment->moment;
    }
    table->count = start + left;
}

/* Each candidate has the number of its first match as that of its payment. */
static void put_candidates(struct fitting *fitting, struct candidate_table *table)
{
    size_t start = table->count;

    if (fitting->match_count > 0)
        qsort_r(fitting->matches, fitting->match_count, sizeof(*fitting->matches), by_pair, fitting);
    for (size_t i = 0; i < fitting->match_count; i++) {
        const struct match *match = &fitting->matches[i];
        uint32_t asked = fitting->words[match->words].asked;

        if (i == 0 || !same_pair(fitting, match - 1, match))
            put_candidate(fitting, match, table);
        if (i + 1 == fitting->match_count || fitting->words[match[1].words].asked != asked) {
            end_purchase(fitting, start, &fitting->asked[asked], table);
            start = table->count;
        }
    }
}

/* ---- what both have besides ---- */

static struct bytes word_of(const struct purchase *said, enum reference reference)
{
    const struct bytes words[] = {[REFERENCE_start] = said->name_start, [REFERENCE_rrn] = said->rrn, [REFERENCE_arn] = said->arn};

    return words[reference];
}

/* Questions that are collected until they are many enough. */
struct questions {
    struct op *op;
    struct db *db;
    struct uuid endpoints[REFERENCES_AT_ONCE];
    int64_t hashes[REFERENCES_AT_ONCE], kinds[REFERENCES_AT_ONCE];
    bool *answers[REFERENCES_AT_ONCE];
    size_t count;
};

static enum status ask(struct questions *questions)
{
    AUTO(pg_clear) PGresult *res = NULL;
    AUTO(arena_free) struct arena *scratch = arena_new(SIZE_MAX);
    const struct param params[] = {param_uuid_array(scratch, questions->endpoints, questions->count),
                                   param_i64_array(scratch, questions->hashes, questions->count),
                                   param_i64_array(scratch, questions->kinds, questions->count)};
    enum status st = db_run(questions->op, questions->db, &Q_PURCHASE_REFERENCE, params, &res);

    for (int row = 0; st == ST_OK && row < PQntuples(res); row++)
        *questions->answers[cell_i64(res, row, 0)] = true;
    questions->count = 0;
    return st;
}

static enum status ask_match(const struct fitting *fitting, struct match *match, struct questions *questions)
{
    for (enum reference r = 0; r < REFERENCE_COUNT; r++) {
        struct bytes word = word_of(&fitting->words[match->words].said, r);

        if (word.n == 0)
            continue;
        questions->endpoints[questions->count] = fitting->payments[match->payment].endpoint;
        questions->hashes[questions->count] = (int64_t)trait_hash(kinds[r], word);
        questions->kinds[questions->count] = kinds[r];
        questions->answers[questions->count++] = &match->same[r];
    }
    return questions->count + REFERENCE_COUNT > REFERENCES_AT_ONCE ? ask(questions) : ST_OK;
}

/* The matches of a candidate: what several records say of its purchase. */
static struct match *matches_end(const struct fitting *fitting, struct match *first)
{
    struct match *end = first + 1;

    while (end < fitting->matches + fitting->match_count && same_pair(fitting, first, end))
        end++;
    return end;
}

static enum status find_references(struct op *op, struct db *db, const struct fitting *fitting,
                                   const struct candidate_table *table)
{
    struct questions *questions = arena_new_of(fitting->arena, struct questions);
    enum status st = ST_OK;

    questions->op = op;
    questions->db = db;
    for (size_t i = 0; st == ST_OK && i < table->count; i++) {
        struct match *first = &fitting->matches[table->candidates[i].payment], *end = matches_end(fitting, first);

        for (struct match *match = first; st == ST_OK && match < end; match++)
            st = ask_match(fitting, match, questions);
    }
    return st == ST_OK && questions->count > 0 ? ask(questions) : st;
}

/* Of what several records say of a purchase the one that fits best counts. */
static void weigh(const struct fitting *fitting, struct candidate_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        struct purchase_candidate *candidate = &table->candidates[i];
        struct match *first = &fitting->matches[candidate->payment], *end = matches_end(fitting, first);

        for (const struct match *match = first; match < end; match++) {
            struct purchase_payment payment = fitting->payments[match->payment];
            struct purchase_fit fit;

            payment.same_start = match->same[REFERENCE_start];
            payment.same_rrn = match->same[REFERENCE_rrn];
            payment.same_arn = match->same[REFERENCE_arn];
            if (purchase_fits(&fitting->words[match->words].said, &payment, &fit) && fit.evidence > candidate->fit.evidence)
                candidate->fit = fit;
        }
    }
}

/* Looking the payments of a purchase up costs as much as reading this many. */
#define LOOK_UP_COST 200
#define LOOK_UP_LEAST 500 /* purchases: below it nobody asks how many payments there are */

static enum status reads_all(struct op *op, struct db *db, enum correlate_executor executor, size_t purchases, bool *ret)
{
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st;

    *ret = executor == EXECUTOR_join;
    if (executor != EXECUTOR_auto || purchases < LOOK_UP_LEAST)
        return ST_OK;
    st = db_run(op, db, &Q_PURCHASE_COUNT_PAYMENT, NULL, &res);
    *ret = st == ST_OK && (int64_t)purchases * LOOK_UP_COST > cell_i64(res, 0, 0);
    return st;
}

enum status purchase_fitting(struct op *op, struct db *db, enum correlate_executor executor, struct candidate_table *ret)
{
    struct fitting fitting = {.arena = ret->arena};
    enum status st = db_copy_out(op, db, &Q_PURCHASE_WORDS, on_words, &fitting);
    bool all = false;

    if (st == ST_OK)
        st = reads_all(op, db, executor, fitting.asked_count, &all);
    if (st == ST_OK)
        st = all ? read_all_payments(op, db, &fitting) : db_copy_out(op, db, &Q_PURCHASE_FITTING, on_fitting, &fitting);
    if (st != ST_OK)
        return st;
    put_candidates(&fitting, ret);
    st = find_references(op, db, &fitting, ret);
    weigh(&fitting, ret);
    return st;
}
