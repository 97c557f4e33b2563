#include "judge/score.h"

#include <math.h>
#include <string.h>

static void score_take(const struct judge *judge, const struct link *link, struct score *score)
{
    score->listed++;
    score->right += link->pair != NULL;
    score->found += link->pair != NULL && (link->pair->marks & MARK_strong);
    score->probability = link->probability;
    score->precision = (double)score->right / (double)score->listed;
    score->recall = judge->strong_count == 0 ? 0 : (double)score->found / (double)judge->strong_count;
    score->f1 = score->found == 0 ? 0 : 2 * score->precision * score->recall / (score->precision + score->recall);
}

struct score score_from(const struct judge *judge, double probability)
{
    struct score score = {.precision = 1, .probability = probability};

    for (size_t i = 0; i < judge->link_count; i++)
        if (judge->links[i].probability >= probability)
            score_take(judge, &judge->links[i], &score);
    score.probability = probability;
    return score;
}

struct score score_best(const struct judge *judge)
{
    struct score score = {0}, best = {0};

    for (size_t i = 0; i < judge->link_count; i++) {
        score_take(judge, &judge->links[i], &score);
        if (i + 1 < judge->link_count && judge->links[i + 1].weight_bits == judge->links[i].weight_bits)
            continue;
        if (score.f1 > best.f1)
            best = score;
    }
    return best;
}

static void bin_take(struct bin bins[BINS], double probability, bool right)
{
    int at = (int)(probability * BINS);
    struct bin *bin = &bins[at < BINS ? at : BINS - 1];

    bin->links++;
    bin->right += right;
    bin->probability += probability;
    bin->spread += probability * (1 - probability);
}

double calibration_error(const struct judge *judge, bool all, struct bin bins[BINS])
{
    double error = 0;
    size_t apart = all ? judge->apart_count : 0;

    memset(bins, 0, BINS * sizeof(*bins));
    for (size_t i = 0; i < judge->link_count; i++)
        bin_take(bins, judge->links[i].probability, judge->links[i].pair != NULL);
    for (size_t i = 0; i < apart; i++)
        bin_take(bins, judge->apart_links[i], false);
    for (int i = 0; i < BINS; i++)
        if (bins[i].links > 0) {
            double gap = bins[i].probability - (double)bins[i].right;

            error += gap < 0 ? -gap : gap;
        }
    return judge->link_count + apart == 0 ? 0 : error / (double)(judge->link_count + apart);
}

double calibration_error_by_chance(const struct bin bins[BINS])
{
    double error = 0, links = 0;

    for (int i = 0; i < BINS; i++) {
        error += sqrt(bins[i].spread * M_2_PI); /* the mean distance of a normal variable from its mean */
        links += (double)bins[i].links;
    }
    return links == 0 ? 0 : error / links;
}
