#include "core/model_trial.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static double surprise(int64_t bits, bool confirmed)
{
    double p = match_probability(bits);

    p = fmin(fmax(p, TRIAL_MISTAKEN), 1 - TRIAL_MISTAKEN);
    return -log2(confirmed ? p : 1 - p);
}

/* By all that they hold, so that sums do not depend on the order in which they came. */
static int compare(const void *a, const void *b)
{
    const struct trial_case *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->confirmed != y->confirmed)
        return x->confirmed ? -1 : 1;
    if (x->old_bits != y->old_bits)
        return x->old_bits < y->old_bits ? -1 : 1;
    return (x->new_bits > y->new_bits) - (x->new_bits < y->new_bits);
}

static double difference(const struct trial_case *item)
{
    return surprise(item->new_bits, item->confirmed) - surprise(item->old_bits, item->confirmed);
}

/* Of the sum of the differences: what is left over of each group, its mean taken off, squared. Counts the groups. */
static double sum_error(const struct trial_case *cases, size_t count, double mean, int64_t *ret_groups)
{
    double squares = 0;
    int64_t groups = 0;

    for (size_t i = 0; i < count; groups++) {
        double left = 0;

        for (uint64_t group = cases[i].group; i < count && cases[i].group == group; i++)
            left += difference(&cases[i]) - mean;
        squares += left * left;
    }
    *ret_groups = groups;
    return groups < 2 ? 0 : sqrt(squares * (double)groups / (double)(groups - 1));
}

static bool is_lifted(const struct trial_case *item)
{
    return match_probability(item->old_bits) < TRIAL_SURE && match_probability(item->new_bits) >= TRIAL_SURE;
}

void model_trial_make(struct trial_case *cases, size_t count, struct model_trial *ret)
{
    struct model_trial trial = {0};
    double old_sum = 0, new_sum = 0, n = (double)count;

    if (count > 0)
        qsort(cases, count, sizeof(*cases), compare);
    for (size_t i = 0; i < count; i++) {
        *(cases[i].confirmed ? &trial.confirmed : &trial.rejected) += 1;
        trial.lifted += is_lifted(&cases[i]);
        trial.lifted_rejected += is_lifted(&cases[i]) && !cases[i].confirmed;
        old_sum += surprise(cases[i].old_bits, cases[i].confirmed);
        new_sum += surprise(cases[i].new_bits, cases[i].confirmed);
    }
    if (count > 0) {
        trial.old_surprise = old_sum / n;
        trial.new_surprise = new_sum / n;
        trial.error = sum_error(cases, count, (new_sum - old_sum) / n, &trial.groups) / n;
    }
    *ret = trial;
}

/* How often so many, or more, of those that were lifted would be rejected if TRIAL_SURE_WRONG of such links are. */
static double chance_of_rejected(const struct model_trial *trial)
{
    double n = (double)trial->lifted, term = n * log1p(-TRIAL_SURE_WRONG), fewer = 0;

    for (int64_t i = 0; i < trial->lifted_rejected; i++) {
        fewer += exp(term);
        term += log((n - (double)i) / ((double)i + 1) * TRIAL_SURE_WRONG / (1 - TRIAL_SURE_WRONG));
    }
    return 1 - fewer;
}

enum trial_verdict model_trial_verdict(const struct model_trial *trial)
{
    double more = trial->new_surprise - trial->old_surprise;

    if (chance_of_rejected(trial) < TRIAL_CHANCE)
        return TRIAL_worse;
    if (trial->confirmed + trial->rejected < TRIAL_DECISIONS_LEAST || trial->confirmed < TRIAL_EACH_LEAST ||
        trial->rejected < TRIAL_EACH_LEAST || trial->groups < TRIAL_GROUPS_LEAST)
        return TRIAL_unknown;
    return more > trial->error ? TRIAL_worse : more < -trial->error ? TRIAL_better : TRIAL_alike;
}

const char *trial_verdict_name(enum trial_verdict verdict)
{
    static const char *const names[] = {"unknown", "alike", "better", "worse"};

    return names[verdict];
}

bool model_trial_passes(struct bytes origin, enum trial_verdict verdict)
{
    if (bytes_is(origin, "estimate"))
        return verdict == TRIAL_better;
    return verdict != TRIAL_worse;
}

static struct bytes lifted_text(struct arena *arena, const struct model_trial *trial)
{
    if (trial->lifted == 0)
        return BYTES("");
    return bytes_printf(arena, "; of %" PRId64 " decided links that only the new model puts above %g, %" PRId64 " were rejected",
                        trial->lifted, TRIAL_SURE, trial->lifted_rejected);
}

struct bytes model_trial_text(struct arena *arena, const struct model_trial *trial)
{
    const char *lifted = bytes_cstr(arena, lifted_text(arena, trial));
    enum trial_verdict verdict = model_trial_verdict(trial);
    int64_t decisions = trial->confirmed + trial->rejected;

    if (verdict == TRIAL_unknown)
        return bytes_printf(arena,
                            "unknown: %" PRId64 " decisions (%" PRId64 " confirmed, %" PRId64 " rejected) about %" PRId64
                            " programmes do not tell; it takes %d, %d of each kind, about %d programmes%s",
                            decisions, trial->confirmed, trial->rejected, trial->groups, TRIAL_DECISIONS_LEAST, TRIAL_EACH_LEAST,
                            TRIAL_GROUPS_LEAST, lifted);
    return bytes_printf(
        arena,
        "%s: the mean surprise of %" PRId64 " decisions (%" PRId64 " confirmed, %" PRId64 " rejected) about %" PRId64
        " programmes is %.3f bits by the old model and %.3f by the new (difference %+.3f, error %.3f)%s",
        trial_verdict_name(verdict), decisions, trial->confirmed, trial->rejected, trial->groups, trial->old_surprise,
        trial->new_surprise, trial->new_surprise - trial->old_surprise, trial->error, lifted);
}
