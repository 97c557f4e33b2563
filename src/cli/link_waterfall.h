/*
 * link_waterfall.h: the explanation of a link as people read it.
 */
#ifndef CLI_LINK_WATERFALL_H
#define CLI_LINK_WATERFALL_H

#include "store/link_store.h"

/* Prints it on stdout; the numbers of its first column add up to the weight. */
void link_waterfall_print(struct op *op, const struct link_explanation *explanation);

#endif
