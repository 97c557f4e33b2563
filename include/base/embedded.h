/*
 * embedded.h: a file of the source tree that stands inside the program.
 */
#ifndef BASE_EMBEDDED_H
#define BASE_EMBEDDED_H

#include <stddef.h>

struct embedded {
    const char *path; /* relative to its folder, with '/' */
    const char *text; /* followed by a NUL that is not counted */
    size_t size;
};

#endif
