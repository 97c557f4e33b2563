/*
 * run.h: the chunks of one submission, from where it stands to its last commit.
 *
 * Alone     one transaction after the other, each repeated when it was in the way of another.
 * In turns  (intake.turns) as turns.h says. What goes wrong there is taken back, and repeated alone: also what went wrong with the last
 *           chunk of another submission, before this one goes on.
 * Memory    the submission, its intake and the run live until run_free(), which waits for what is under way.
 */
#ifndef EDGE_INTAKE_RUN_H
#define EDGE_INTAKE_RUN_H

#include "edge/intake.h"

struct run;

struct run *run_new(const struct op *op, const struct intake *intake, struct submission *submission);
void run_free(struct run **run);
/* Fills all chunks. Its last one may still be closing, and so may the one of a submission before, when all of it was done already. */
MUST_CHECK enum status run_fill(struct op *op, struct run *run);
/* Returns when all is committed. */
MUST_CHECK enum status run_end(struct op *op, struct run *run);
/* Waits for the submission of this id, when it is under way in these turns. */
void run_settle(struct turns *turns, const struct uuid *submission);

#endif
