/*
 * assignment.h: rows and columns joined one to one, so that the sum of the gains is greatest.
 *
 * Shape   a row may stay alone, which gains nothing; so a pair that gains less than nothing is never made.
 * Cost    rows^2 * (rows + columns) steps.
 * Source  the Hungarian method by shortest augmenting paths with potentials: Jonker and Volgenant, A shortest augmenting path
 *         algorithm for dense and sparse linear assignment problems (1987)
 */
#ifndef CORE_ASSIGNMENT_H
#define CORE_ASSIGNMENT_H

#include <stdint.h>

#include "base/arena.h"

#define ASSIGNMENT_NEVER INT64_MIN         /* the two may not be joined */
#define ASSIGNMENT_MOST (INT64_C(1) << 40) /* the greatest gain of a pair, either sign */
#define ASSIGNMENT_ALONE SIZE_MAX

struct assignment {
    size_t rows, columns;
    int64_t *gains; /* of row r and column c: gains[r * columns + c] */
};

/* The greatest sum. Which of several such joins is made does not depend on anything but the gains. ret_column: of each row. */
int64_t assignment_solve(struct arena *arena, const struct assignment *problem, size_t *ret_column);

#endif
