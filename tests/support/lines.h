/*
 * lines.h: data files of tests: one case a line, '#' opens a comment line.
 */
#ifndef TESTS_SUPPORT_LINES_H
#define TESTS_SUPPORT_LINES_H

#include "base/bytes.h"

static inline bool lines_next(struct bytes *rest, struct bytes *ret)
{
    while (bytes_next_part(rest, '\n', ret))
        if (ret->n > 0 && ret->p[0] != '#')
            return true;
    return false;
}

#endif
