#include "judge/report.h"

#include <stdio.h>
#include <string.h>

#include "base/annotate.h"
#include "judge/score.h"

/* Both ends belong to one programme, though this one does not serve that one. */
static bool same_programme(const struct judge *judge, const struct link *link)
{
    const char *endpoint = map_find(&judge->members, link->endpoint), *site = map_find(&judge->members, link->site);

    return endpoint != NULL && site != NULL && strcmp(endpoint, site) == 0;
}

static void print_score(const char *name, const struct score *score)
{
    printf("%-12s %9zu %9zu %9.4f %9.4f %9.4f\n", name, score->listed, score->listed - score->right, score->precision,
           score->recall, score->f1);
}

void report_scores(const struct judge *judge)
{
    static const double probabilities[] = {0.5, 0.8, 0.9, 0.99, 0.999};
    struct score best = score_best(judge);
    char name[32];

    printf("%-12s %9s %9s %9s %9s %9s\n", "from", "links", "wrong", "precision", "recall", "F1");
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct score score = score_from(judge, probabilities[i]);

        snprintf(name, sizeof(name), "%g", probabilities[i]);
        print_score(name, &score);
    }
    snprintf(name, sizeof(name), "best %.4f", best.probability);
    print_score(name, &best);
}

void report_calibration(const struct judge *judge)
{
    struct bin bins[BINS];
    double error = calibration_error(judge, true, bins);

    printf("\n%-12s %9s %9s %9s\n", "probability", "links", "mean", "right");
    for (int i = 0; i < BINS; i++)
        if (bins[i].links > 0)
            printf("%.1f - %.1f    %9zu %9.4f %9.4f\n", i / 10.0, (i + 1) / 10.0, bins[i].links,
                   bins[i].probability / (double)bins[i].links, (double)bins[i].right / (double)bins[i].links);
    printf("expected calibration error %.4f; by chance alone %.4f\n", error, calibration_error_by_chance(bins));
    if (judge->apart_count > 0)
        printf("without %zu links of one hand at different times, which precision leaves out, too: %.4f\n", judge->apart_count,
               calibration_error(judge, false, bins));
}

void report_wrong(const struct judge *judge, size_t most)
{
    size_t in_programme = 0, wrong = 0;

    for (size_t i = 0; i < judge->link_count; i++) {
        const struct link *link = &judge->links[i];

        if (link->pair != NULL || link->probability < 0.9)
            continue;
        wrong++;
        in_programme += same_programme(judge, link);
    }
    printf("\nof %zu wrong links from 0.9 on, %zu join two members of one programme\n", wrong, in_programme);
    for (size_t i = 0; i < judge->link_count && most > 0; i++) {
        const struct link *link = &judge->links[i];

        if (link->pair != NULL)
            continue;
        printf("wrong  %.6f %s %.*s  %.*s\n", link->probability, same_programme(judge, link) ? "(same programme)" : "",
               (int)link->key.n, link->key.p, (int)link->evidence.n, link->evidence.p);
        most--;
    }
}

void report_missed(const struct judge *judge, size_t most)
{
    for (size_t i = 0; i < map_count(&judge->pairs) && most > 0; i++) {
        const struct pair *pair = map_at(&judge->pairs, i)->value;

        if (!(pair->marks & MARK_strong) || pair->probability >= 0.5)
            continue;
        printf("missed %.6f %.*s  %.*s\n", pair->probability, (int)pair->key.n, pair->key.p, (int)pair->evidence.n,
               pair->evidence.p);
        most--;
    }
}

void report_brief(const struct judge *judge)
{
    struct score high = score_from(judge, 0.9), best = score_best(judge);
    struct bin bins[BINS];
    double error = calibration_error(judge, true, bins), chance = calibration_error_by_chance(bins);

    printf("links=%zu strong=%zu precision_at_0.9=%.4f recall_at_0.9=%.4f f1_at_0.9=%.4f best_f1=%.4f best_from=%.4f "
           "calibration_error=%.4f error_by_chance=%.4f error_without_apart=%.4f\n",
           judge->link_count, judge->strong_count, high.precision, high.recall, high.f1, best.f1, best.probability, error, chance,
           calibration_error(judge, false, bins));
}
