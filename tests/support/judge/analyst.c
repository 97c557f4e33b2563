#include "judge/analyst.h"

#include <stdio.h>

#define MISTAKEN 50      /* one decision of so many is wrong */
#define LOOKED_LEAST 0.1 /* a link is looked at as often as its probability and this say */

/* Along the list, best first: each link has a share of the looks, and where a look falls there is a decision. */
void analyst_decide(const struct judge *judge, double count)
{
    double shares = 0, share = 0;
    size_t decided = 0;

    for (size_t i = 0; i < judge->link_count; i++)
        shares += judge->links[i].probability + LOOKED_LEAST;
    for (size_t i = 0; i < judge->link_count; i++) {
        const struct link *link = &judge->links[i];

        share += link->probability + LOOKED_LEAST;
        if (share * count < shares * ((double)decided + 0.5))
            continue;
        bool mistaken = ++decided % MISTAKEN == 0;

        printf("%s %.*s %.*s\n", (link->pair != NULL) != mistaken ? "confirm" : "reject", (int)link->endpoint.n, link->endpoint.p,
               (int)link->site.n, link->site.p);
    }
}
