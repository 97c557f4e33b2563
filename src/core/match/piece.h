/*
 * piece.h: what one piece of evidence says.
 */
#ifndef CORE_MATCH_PIECE_H
#define CORE_MATCH_PIECE_H

#include "core/match.h"

void piece_weigh(const struct model *model, const struct evidence *evidence, struct match_piece *ret);

/* Strongest first; a tie breaks by the table and by the value, so that the order of arrival does not matter. */
int piece_compare(const struct match_piece *a, const struct match_piece *b);

#endif
