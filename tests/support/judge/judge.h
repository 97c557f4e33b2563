/*
 * judge.h: efc-judge: how well links agree with the truth of a made-up world.
 *
 * A link is right when its pair stands in truth.csv. Precision is the share of right ones among those listed from a probability on;
 * recall is the share found of the pairs that pairs_with_evidence.csv calls strong: what no record shows nobody can find. A right
 * link without strong evidence counts for precision and not for recall. Pairs that one hand ran, but not at the same time
 * (pairs_same_hand.csv), are left out of both unless --strict is given. Calibration takes all links, those as wrong: a frequency from
 * which wrong ones were left out because they are wrong is not what a probability promises. Ties of weight are taken together.
 *
 * What is learned from decisions must be judged on others: sites fall into two halves by their programme (a site of none is by itself), so
 * that no two of one hand lie in both. --decide says what an analyst would decide about links of the first half; --held judges the other
 * half alone.
 */
#ifndef JUDGE_JUDGE_H
#define JUDGE_JUDGE_H

#include "base/arena.h"
#include "base/bytes.h"
#include "base/map.h"

enum mark { MARK_true = 1, MARK_strong = 2 };

struct pair {
    unsigned marks;
    double probability; /* of its link; 0: not listed */
    struct bytes key, evidence;
};

struct link {
    struct bytes key, endpoint, site, evidence;
    double probability, weight_bits;
    const struct pair *pair; /* NULL: wrong */
};

struct judge {
    struct arena *arena;
    struct map pairs;    /* "endpoint,site" -> struct pair */
    struct map members;  /* endpoint or site -> programme, a C string */
    struct map apart;    /* "endpoint,site" of one hand at different times */
    bool strict;         /* pairs of one hand that did not live at the same time are not left out */
    bool halved, second; /* one half of the sites is taken alone; which */
    struct link *links;
    size_t link_count, link_room;
    double *apart_links; /* probabilities of links that are left out */
    size_t apart_count, apart_room;
    size_t strong_count;
};

/* What is true, from the folder that efc-world made; false: said on stderr. */
bool truth_read(struct judge *judge, const char *folder);
/* What efc link list printed, "-": standard input; by weight, the best first. */
bool links_read(struct judge *judge, const char *name);

#endif
