/*
 * must.h: what holds for every input of a target; one that breaks it ends the run, so that the input is kept.
 */
#ifndef TESTS_FUZZ_MUST_H
#define TESTS_FUZZ_MUST_H

#include <stdio.h>
#include <stdlib.h>

#define MUST(condition)                                                                                                          \
    do {                                                                                                                         \
        if (!(condition)) {                                                                                                      \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                                                      \
            abort();                                                                                                             \
        }                                                                                                                        \
    } while (0)

#endif
