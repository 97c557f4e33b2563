/*
 * link_header.h: the next page, as the header Link names it.
 *
 * Shape   <target>; rel="next"; …, <target>; …  A link of another context (anchor) does not count; of several the first one does.
 * Memory  the target points into the text.
 * Errors  false when there is no such link; what is not well formed ends the reading, what stood before it counts.
 * Source  RFC 8288 section 3, appendix B.3
 */
#ifndef CORE_LINK_HEADER_H
#define CORE_LINK_HEADER_H

#include "base/bytes.h"

/* The target whose relations hold `relation`, capitals ignored. */
bool link_header_find(struct bytes text, const char *relation, struct bytes *ret_target);

#endif
