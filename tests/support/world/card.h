/*
 * card.h: card numbers as they turn up in remarks and reference fields.
 *
 * Only numbers that the card schemes publish for tests; each is written down in card_numbers.txt beside the files.
 */
#ifndef WORLD_CARD_H
#define WORLD_CARD_H

#include "world/outlet.h"

struct bytes card_spelled(struct outlet_set *set, struct arena *arena);   /* whole, as people write it */
struct bytes card_truncated(struct outlet_set *set, struct arena *arena); /* 411111******1111 */

#endif
