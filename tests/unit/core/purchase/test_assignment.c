#include <criterion/criterion.h>

#include "core/assignment.h"
#include "support/ident_fixture.h"

#define ROWS_MOST 6
#define COLUMNS_MOST 7
#define PROBLEMS 4000

static uint64_t state = 42;

static unsigned below(unsigned n)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(state >> 33) % n;
}

/* Every way to join the rows from `row` on. */
static int64_t brute_force(const struct assignment *problem, size_t row, unsigned used)
{
    int64_t best;

    if (row == problem->rows)
        return 0;
    best = brute_force(problem, row + 1, used);
    for (size_t c = 0; c < problem->columns; c++) {
        int64_t gain = problem->gains[row * problem->columns + c];

        if ((used & 1U << c) != 0 || gain == ASSIGNMENT_NEVER)
            continue;
        gain += brute_force(problem, row + 1, used | 1U << c);
        best = gain > best ? gain : best;
    }
    return best;
}

/* What the rows say they have is possible, and adds up to the sum. */
static void expect_sound(const struct assignment *problem, const size_t *columns, int64_t sum)
{
    unsigned used = 0;

    for (size_t row = 0; row < problem->rows; row++) {
        if (columns[row] == ASSIGNMENT_ALONE)
            continue;
        int64_t gain = problem->gains[row * problem->columns + columns[row]];

        cr_assert(columns[row] < problem->columns && (used & 1U << columns[row]) == 0 && gain != ASSIGNMENT_NEVER && gain > 0);
        used |= 1U << columns[row];
        sum -= gain;
    }
    cr_assert_eq(sum, 0);
}

static void expect_best(unsigned number)
{
    int64_t gains[ROWS_MOST * COLUMNS_MOST];
    size_t columns[ROWS_MOST];
    struct assignment problem = {below(ROWS_MOST + 1), below(COLUMNS_MOST + 1), gains};
    unsigned sparse = below(4), large = number % 7 == 0;

    for (size_t i = 0; i < problem.rows * problem.columns; i++)
        gains[i] = below(4) < sparse ? ASSIGNMENT_NEVER : large ? (int64_t)below(2) * ASSIGNMENT_MOST : (int64_t)below(12) - 2;
    int64_t sum = assignment_solve(fixture_arena(), &problem, columns);

    cr_assert_eq(sum, brute_force(&problem, 0, 0), "problem %u of %zu by %zu", number, problem.rows, problem.columns);
    expect_sound(&problem, columns, sum);
}

Test(assignment, gains_as_much_as_trying_every_way)
{
    for (unsigned number = 0; number < PROBLEMS; number++)
        expect_best(number);
}

/* Whoever takes the greatest gain first gets 9 + 0. */
Test(assignment, is_not_greedy)
{
    int64_t gains[] = {9, 8, 7, ASSIGNMENT_NEVER};
    size_t columns[2];

    cr_expect_eq(assignment_solve(fixture_arena(), &(struct assignment){2, 2, gains}, columns), 15);
    cr_expect(columns[0] == 1 && columns[1] == 0);
}
