/* New models: estimated from the evidence, learned from decisions. */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/instant.h"
#include "base/number.h"
#include "cli/model_argument.h"
#include "cli/cli.h"
#include "core/model_estimate.h"
#include "core/model_recapture.h"
#include "core/model_text.h"
#include "store/model_evidence.h"

/* ---- what both do with what they found ---- */

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

static enum status write_file(struct op *op, const char *path, struct bytes text)
{
    AUTO(close_file) FILE *file = fopen(path, "wx");

    if (file == NULL)
        return op_fail(op, errno == EEXIST ? ST_CONFLICT : ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
    if (fwrite(text.p, 1, text.n, file) != text.n || fflush(file) != 0)
        return op_fail(op, ST_FULL, "%s: it could not be written", path);
    return ST_OK;
}

struct made {
    struct bytes text;
    const char *origin;
    int16_t from; /* the model in use */
    struct model_trial trial;
    int16_t id;
};

static enum status put_made(struct op *op, struct db *db, void *arg)
{
    struct made *made = arg;
    enum status st = model_put(op, db, made->text, made->origin, &made->id);

    /* Nothing new was found: it is the model in use itself. */
    return st == ST_OK && made->id != made->from ? model_trial_put(op, db, made->id, made->from, &made->trial) : st;
}

static enum status keep_model(struct op *op, struct cli *cli, struct db *db, struct made *made)
{
    const char *path = cli_option(cli, "out");
    enum status st = path == NULL ? ST_OK : write_file(op, path, made->text);
    enum trial_verdict verdict = model_trial_verdict(&made->trial);

    if (st == ST_OK)
        st = db_unit(op, db, put_made, made);
    if (st != ST_OK)
        return st;
    fprintf(stderr, "%s\n", bytes_cstr(op->arena, model_trial_text(op->arena, &made->trial)));
    if (!model_trial_passes(bytes_of(made->origin), verdict))
        fprintf(stderr, "efc model activate %d will ask for --anyway\n", made->id);
    fprintf(stderr, "model %d is stored, not in use: efc model diff active %d shows what it would change\n", made->id, made->id);
    return ST_OK;
}

static const char *hand_name(struct op *op, int64_t bound_us)
{
    if (bound_us == MATCH_OWN)
        return "hand own";
    return bound_us == INT64_MAX ? "hand -" : arena_printf(op->arena, "hand %" PRId64, bound_us / INSTANT_DAY);
}

static double within(double value, double least, double most)
{
    return fmax(fmin(value, most), least);
}

static void cell(struct op *op, struct rows *rows, const char *form, double number)
{
    rows_number(rows, bytes_printf(op->arena, form, number));
}

/* What both begin with: the lists, the database, and the model that is in use. */
static enum status begin(struct op *op, struct cli *cli, const struct ident_data **ret_data, struct db **ret_db,
                         struct model_entry *ret)
{
    enum status st = cli_ident_data(op, cli, ret_data);

    if (st == ST_OK)
        st = cli_db(op, cli, ret_db);
    return st == ST_OK ? model_argument(op, *ret_db, "active", ret) : st;
}

/* ---- estimate ---- */

#define HOLD 4.0
#define HOLD_MOST 1000

struct estimated {
    struct recapture hands;
    struct model moved; /* by them: so the weights are estimated from */
    struct estimate weights;
};

/* A row without m and u. */
static void print_moved(struct op *op, struct rows *rows, int64_t now, int64_t moved, double error)
{
    rows_text(rows, BYTES_NONE);
    rows_text(rows, BYTES_NONE);
    cell(op, rows, "%.2f", (double)now / (double)MICRO);
    cell(op, rows, "%.2f", (double)moved / (double)MICRO);
    cell(op, rows, "%.2f", moved == now ? 0 : error);
}

static void print_hands(struct op *op, struct rows *rows, const struct model *model, const struct estimated *estimated)
{
    const struct recapture *hands = &estimated->hands;

    for (size_t i = 0; i < model->hand_count; i++) {
        const struct recapture_hand *hand = &hands->hands[i];

        rows_text(rows, bytes_of(hand_name(op, model->hands[i].apart_us)));
        rows_i64(rows, hand->seen + hand->unseen);
        cell(op, rows, "%.1f", (double)hand->seen + hand->payments);
        print_moved(op, rows, model->hands[i].bits, estimated->moved.hands[i].bits, hands->error);
    }
    rows_text(rows, BYTES("third"));
    rows_text(rows, BYTES_NONE);
    rows_text(rows, BYTES_NONE);
    print_moved(op, rows, model->third, estimated->moved.third, hands->error / LEARN_THIRD_REACH);
}

static void print_estimate(struct op *op, struct rows *rows, const struct model *model, const struct estimated *estimated)
{
    const struct estimate *estimate = &estimated->weights;

    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        const struct estimate_rule *found = &estimate->rules[rule];

        rows_text(rows, bytes_of(match_rule_name(rule)));
        rows_i64(rows, found->pairs);
        cell(op, rows, "%.1f", found->matches);
        cell(op, rows, "%.6g", found->m);
        cell(op, rows, "%.6g", found->u);
        cell(op, rows, "%.2f", (double)model->rules[rule].bits / (double)MICRO);
        cell(op, rows, "%.2f", found->bits);
        cell(op, rows, "%.2f", found->bits_error);
    }
    print_hands(op, rows, model, estimated);
    rows_text(rows, BYTES("prior"));
    rows_i64(rows, llround(estimate->matches));
    cell(op, rows, "%.1f", estimate->matches);
    cell(op, rows, "%.6g", estimate->prior);
    rows_text(rows, BYTES_NONE);
    cell(op, rows, "%.2f", (double)model->prior / (double)MICRO);
    cell(op, rows, "%.2f", log2(estimate->prior / (1 - estimate->prior)));
    cell(op, rows, "%.2f", estimate->prior_error);
}

static struct bytes estimated_text(struct op *op, const struct model_entry *entry, const struct model_sample *sample,
                                   const struct estimated *estimated)
{
    struct model_change *change = arena_new_of(op->arena, struct model_change);
    const struct estimate *estimate = &estimated->weights;
    const struct model *moved = &estimated->moved;

    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        change->rules[rule] = estimate->rules[rule].pairs > 0;
        change->m[rule] = estimate->rules[rule].m;
        change->u[rule] = estimate->rules[rule].u;
    }
    for (size_t i = 0; i < moved->hand_count; i++)
        if (moved->hands[i].bits != entry->model.hands[i].bits)
            change->hands[i] = within(match_probability(moved->hands[i].bits), MODEL_HAND_LEAST, MODEL_HAND_MOST);
    if (moved->third != entry->model.third)
        change->third = (double)moved->third / (double)MICRO;
    change->prior = estimate->prior;
    change->remark = arena_printf(
        op->arena, "Estimated from model %d, %s: %" PRId64 " pairs of %" PRId64 " endpoints and %" PRId64 " sites.", entry->id,
        bytes_cstr(op->arena, date_print(op->arena, op->now_us)), sample->patterns.pairs, sample->endpoints, sample->sites);
    return model_text_change(op->arena, entry->text, change);
}

/* Nobody's decision goes into an estimate, so those that the model in use has not learned from can judge it. */
static enum status try_estimated(struct op *op, struct db *db, const struct ident_data *data, struct made *made)
{
    struct model *model = arena_new_of(op->arena, struct model);
    struct model_decisions decisions;
    enum status st = model_parse(op, made->text, model);

    if (st == ST_OK)
        st = model_decisions_get(op, db, data, model, &decisions);
    if (st == ST_OK)
        model_decisions_try(op->arena, &decisions, decisions.other_bits, &made->trial);
    return st;
}

static enum status estimate(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"rule", "pairs", "matches", "m", "u", "bits_now", "bits", "error"};
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct estimated *found = arena_new_of(op->arena, struct estimated);
    const struct ident_data *data;
    struct model_entry *entry = arena_new_of(op->arena, struct model_entry);
    struct model_sample sample;
    const char *text = cli_option(cli, "hold");
    double hold = HOLD;
    struct rows *rows;
    struct db *db;

    if (text != NULL && (!parse_double(bytes_of(text), &hold) || hold < 0 || hold > HOLD_MOST))
        return op_fail(op, ST_USAGE, "--hold is a number from 0 to %d", HOLD_MOST);
    enum status st = begin(op, cli, &data, &db, entry);

    if (st == ST_OK)
        st = model_sample_get(op, db, data, &entry->model, arena, &sample);
    if (st == ST_OK && sample.patterns.pairs == 0)
        return op_fail(op, ST_INPUT, "no endpoint and no site have anything in common: there is nothing to estimate from");
    if (st != ST_OK)
        return st;
    model_recapture(&entry->model, &sample.patterns, &found->hands);
    found->moved = entry->model;
    model_recapture_move(&found->moved, &found->hands);
    model_estimate(op->arena, &found->moved, &sample.patterns, sample.endpoints * sample.sites, hold, &found->weights);
    if ((st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows)) != ST_OK)
        return st;
    print_estimate(op, rows, &entry->model, found);
    rows_end(rows);
    fprintf(stderr, "%" PRId64 " pairs in %zu patterns, %d steps%s\n", sample.patterns.pairs, sample.patterns.count,
            found->weights.iterations, found->weights.converged ? "" : ", not yet at rest");
    struct made made = {estimated_text(op, entry, &sample, found), "estimate", entry->id, {0}, 0};

    st = try_estimated(op, db, data, &made);
    return st == ST_OK ? keep_model(op, cli, db, &made) : st;
}

/* ---- learn ---- */

static void print_weight(struct op *op, struct rows *rows, const char *name, int64_t now, const struct learn_weight *weight)
{
    double bits = (double)now / (double)MICRO;

    rows_text(rows, bytes_of(name));
    rows_i64(rows, weight->confirmed + weight->rejected);
    rows_i64(rows, weight->confirmed);
    rows_i64(rows, weight->rejected);
    cell(op, rows, "%.2f", bits);
    cell(op, rows, "%.2f", bits + weight->shift);
    cell(op, rows, "%.2f", weight->error);
}

static void print_learned(struct op *op, struct rows *rows, const struct model *model, const struct learned *learned)
{
    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++)
        print_weight(op, rows, match_rule_name(rule), model->rules[rule].bits, &learned->rules[rule]);
    for (size_t i = 0; i < model->hand_count; i++)
        print_weight(op, rows, hand_name(op, model->hands[i].apart_us), model->hands[i].bits, &learned->hands[i]);
    print_weight(op, rows, "third", model->third, &learned->third);
    print_weight(op, rows, "prior", model->prior, &learned->prior);
}

static bool is_taught(const struct learn_weight *weight)
{
    return weight->confirmed + weight->rejected > 0;
}

static struct bytes learned_text(struct op *op, const struct model_entry *entry, const struct learned *learned)
{
    struct model_change *change = arena_new_of(op->arena, struct model_change);
    const struct model *model = &entry->model;

    for (enum match_rule rule = 0; rule < RULE_COUNT; rule++) {
        change->rules[rule] = is_taught(&learned->rules[rule]);
        model_rule_shift(&model->rules[rule], learned->rules[rule].shift, &change->m[rule], &change->u[rule]);
    }
    for (size_t i = 0; i < model->hand_count; i++)
        if (is_taught(&learned->hands[i]))
            change->hands[i] =
                within(model_probability_shift(model->hands[i].bits, learned->hands[i].shift), MODEL_HAND_LEAST, MODEL_HAND_MOST);
    if (is_taught(&learned->third))
        change->third = within((double)model->third / (double)MICRO + learned->third.shift, MODEL_THIRD_LEAST, MODEL_THIRD_MOST);
    change->prior = within(model_probability_shift(model->prior, learned->prior.shift), 1e-12, 0.5);
    change->remark =
        arena_printf(op->arena, "Learned from model %d, %s: %" PRId64 " links confirmed, %" PRId64 " rejected.", entry->id,
                     bytes_cstr(op->arena, date_print(op->arena, op->now_us)), learned->confirmed, learned->rejected);
    return model_text_change(op->arena, entry->text, change);
}

static enum status learn(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"rule", "decisions", "confirmed", "rejected", "bits_now", "bits", "error"};
    struct learned *learned = arena_new_of(op->arena, struct learned);
    struct model_entry *entry = arena_new_of(op->arena, struct model_entry);
    const struct ident_data *data;
    struct model_decisions decisions;
    struct rows *rows;
    struct db *db;
    enum status st = begin(op, cli, &data, &db, entry);

    if (st == ST_OK)
        st = model_decisions_get(op, db, data, NULL, &decisions);
    if (st == ST_OK && decisions.count == 0)
        return op_fail(op, ST_INPUT,
                       "nobody has confirmed or rejected a link that its evidence makes%s: there is nothing to learn from",
                       bytes_is(entry->origin, "learn") ? " since the model in use was learned" : "");
    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &rows);
    if (st != ST_OK)
        return st;
    model_learn(op->arena, &entry->model, decisions.cases, decisions.count, learned);
    print_learned(op, rows, &entry->model, learned);
    rows_end(rows);
    fprintf(stderr, "%zu decisions, %zu others left out; the mean surprise of one is %.3f bits now, %.3f with what was learned\n",
            decisions.count, decisions.left_out, learned->deviance_before, learned->deviance_after);
    struct made made = {learned_text(op, entry, learned), "learn", entry->id, {0}, 0};
    int64_t *bits = arena_array(op->arena, int64_t, decisions.count + 1);

    model_learn_apart(op->arena, &entry->model, decisions.cases, decisions.count, bits);
    model_decisions_try(op->arena, &decisions, bits, &made.trial);
    return keep_model(op, cli, db, &made);
}

const struct command command_model_estimate = {
    .path = "model estimate",
    .summary = "Estimate the weights from the evidence that is stored",
    .text =
        "Takes the model in use and asks how often each rule shows among all pairs of an endpoint and a site, and among those that "
        "belong together. u is the frequency among all pairs, less those that probably belong together; m and the prior come from "
        "expectation and maximisation (EM) with two classes of pairs, families being independent of each other. Values count that are "
        "as rare as a rule takes them for; the slopes of a rule and the thresholds stay. The present model stands for four times as "
        "many matches as it finds, or for --hold times as many, so weights move part of the way and what the data do not show stays as it was."
        "\n\nHow surely one hand behind both shows a payment is counted by capture and recapture: test purchases, and that the one names the "
        "other, come about without each other, so how often both are there says which part of all payments is seen, and those that are "
        "seen among pairs of one hand say how many more there are. The model's lines `hand` move together until they expect as many, and "
        "links by way of a third with them; `hand own` stays."
        "\n\nOne row a rule: rule, pairs that show it, matches (how many of them probably belong together), m, u, bits_now (the weight in "
        "use), bits and error, its standard error in bits; of a line `hand`, the pairs that it bounds; the last row is the prior. An error of a bit and more says that the data do not tell much. "
        "The same data give the same model. It is stored, not in use: see efc model diff and efc model activate."
        "\n\nNobody's decision goes into it; where links have been confirmed and rejected, efc model learn uses them, and they try the estimate: "
        "the mean surprise of a decision (-log2 of the probability that it was given) by the model in use and by the new one, with the "
        "error of the difference by programmes. EM takes families as independent of each other, which the evidence of one programme is not: "
        "an estimate often makes links worse, so efc model activate takes it only when it did better, or with --anyway."
        "\n\nExample: efc model estimate --out model.conf",
    .options = (const struct cli_option[]){{"hold", "X", "how firmly the present model holds; 0: hardly (4)", CLI_OPTIONAL},
                                           {"out", "FILE", "also write the model to a new file", CLI_OPTIONAL},
                                           CLI_FORMAT_OPTION,
                                           {0}},
    .role = "efc_review",
    .run = estimate,
};

const struct command command_model_learn = {
    .path = "model learn",
    .summary = "Learn weights from confirmed and rejected links",
    .text =
        "Takes the last decision about each link and asks by how much the weights of the rules that were counted, the prior, what one hand "
        "behind both shows at most, and what a link by way of a third is worth should move for the decisions to be less surprising (logistic "
        "regression). Each weight is held back toward the model in use as if twenty decisions stood for it: three decisions move none by "
        "more than 0.22 bits, whatever they are; many that agree have their way. Links that are not made any more teach nothing and are left out. "
        "When the model in use was learned itself, only decisions made since then count: none teaches twice."
        "\n\nOne row a weight: rule, decisions that it stands on, confirmed, rejected, bits_now, bits, and error, its standard error in bits. "
        "`hand DAYS` is the model's line of that name, as log-odds, and stands on decisions whose evidence it bounds; `third` is in bits for "
        "each bit above the least that is kept of such links; the last row is the prior. The model is stored, not in use: see efc model diff and "
        "efc model activate."
        "\n\nThe decisions also try what is learned, in ten parts by programme: each is judged by what the other nine teach. efc model "
        "activate does not take a model that did worse, unless with --anyway."
        "\n\nExample: efc model learn --format csv",
    .options =
        (const struct cli_option[]){{"out", "FILE", "also write the model to a new file", CLI_OPTIONAL}, CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = learn,
};
