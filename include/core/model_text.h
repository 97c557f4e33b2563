/*
 * model_text.h: a model's text with other numbers in it.
 *
 * Shape   the lines `rule NAME m u ...`, `prior P`, `third X` and `hand DAYS P ...` get new numbers; all else, comments and order included,
 *         stays as it stands. A text that was written for a program with fewer rules gets the lines that it lacks at its end.
 * Memory  the text lives in the arena.
 */
#ifndef CORE_MODEL_TEXT_H
#define CORE_MODEL_TEXT_H

#include "core/match.h"

struct model_change {
    bool rules[RULE_COUNT]; /* which get new numbers */
    double m[RULE_COUNT], u[RULE_COUNT];
    double prior;                   /* 0: it stays */
    double hands[MODEL_HANDS_MOST]; /* in their order; 0: it stays */
    double third;                   /* 0: it stays */
    const char *remark;             /* a comment on top, without a line end */
};

struct bytes model_text_change(struct arena *arena, struct bytes text, const struct model_change *change);

/* Adds the lines of `whole`, a complete model, for the rules and settings that the text does not name; the text itself when it lacks none. */
struct bytes model_text_complete(struct arena *arena, struct bytes text, struct bytes whole);

/* The m and u that give a rule so many bits more than it has: by m, and where that would pass its bound, by u. */
void model_rule_shift(const struct model_rule *rule, double bits, double *ret_m, double *ret_u);
/* The probability of log-odds that are so many bits more. */
double model_probability_shift(int64_t log_odds, double bits);

#endif
