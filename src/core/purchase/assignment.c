#include "core/assignment.h"

#include <assert.h>

#define FAR (INT64_MAX / 4)
#define FORBIDDEN (INT64_C(1) << 50) /* more than all gains of a problem that fits into memory */

/* Rows and columns count from 1 here: number 0 stands for the row that is being placed. Behind the columns of the problem each row has
 * one more in which it is alone. */
struct search {
    const struct assignment *problem;
    size_t columns;
    int64_t *row_potential, *column_potential, *least;
    size_t *row_of, *before;
    bool *used;
};

static int64_t cost(const struct search *search, size_t row, size_t column)
{
    int64_t gain;

    if (column > search->problem->columns)
        return 0;
    gain = search->problem->gains[(row - 1) * search->problem->columns + column - 1];
    assert(gain == ASSIGNMENT_NEVER || (gain <= ASSIGNMENT_MOST && gain >= -ASSIGNMENT_MOST));
    return gain == ASSIGNMENT_NEVER ? FORBIDDEN : -gain;
}

/* Looks from the column last reached; returns the nearest column that has not been reached. */
static size_t reach(struct search *search, size_t from, int64_t *ret_step)
{
    size_t row = search->row_of[from], nearest = 0;
    int64_t step = FAR;

    search->used[from] = true;
    for (size_t column = 1; column <= search->columns; column++) {
        if (search->used[column])
            continue;
        int64_t reduced = cost(search, row, column) - search->row_potential[row] - search->column_potential[column];

        if (reduced < search->least[column]) {
            search->least[column] = reduced;
            search->before[column] = from;
        }
        if (search->least[column] < step) {
            step = search->least[column];
            nearest = column;
        }
    }
    *ret_step = step;
    return nearest;
}

static void shift(struct search *search, int64_t step)
{
    for (size_t column = 0; column <= search->columns; column++) {
        if (search->used[column]) {
            search->row_potential[search->row_of[column]] += step;
            search->column_potential[column] -= step;
        } else {
            search->least[column] -= step;
        }
    }
}

/* The shortest way from the row to a free column; all along it the rows move on by one. */
static void place(struct search *search, size_t row)
{
    size_t at = 0;

    search->row_of[0] = row;
    for (size_t column = 0; column <= search->columns; column++) {
        search->least[column] = FAR;
        search->used[column] = false;
    }
    do {
        int64_t step;
        size_t next = reach(search, at, &step);

        shift(search, step);
        at = next;
    } while (search->row_of[at] != 0);
    while (at != 0) {
        size_t before = search->before[at];

        search->row_of[at] = search->row_of[before];
        at = before;
    }
}

static int64_t read_out(const struct search *search, size_t *ret_column)
{
    int64_t sum = 0;

    for (size_t row = 0; row < search->problem->rows; row++)
        ret_column[row] = ASSIGNMENT_ALONE;
    for (size_t column = 1; column <= search->problem->columns; column++) {
        size_t row = search->row_of[column];

        if (row == 0 || cost(search, row, column) >= 0) /* what gains nothing is not joined */
            continue;
        ret_column[row - 1] = column - 1;
        sum -= cost(search, row, column);
    }
    return sum;
}

int64_t assignment_solve(struct arena *arena, const struct assignment *problem, size_t *ret_column)
{
    size_t columns = problem->columns + problem->rows;
    struct search search = {.problem = problem,
                            .columns = columns,
                            .row_potential = arena_array(arena, int64_t, problem->rows + 1),
                            .column_potential = arena_array(arena, int64_t, columns + 1),
                            .least = arena_array(arena, int64_t, columns + 1),
                            .row_of = arena_array(arena, size_t, columns + 1),
                            .before = arena_array(arena, size_t, columns + 1),
                            .used = arena_array(arena, bool, columns + 1)};

    for (size_t row = 1; row <= problem->rows; row++)
        place(&search, row);
    return read_out(&search, ret_column);
}
