/*
 * ignored.h: the names of columns that a submission has and its kind does not.
 */
#ifndef EDGE_INTAKE_IGNORED_H
#define EDGE_INTAKE_IGNORED_H

#include "store/submission_store.h"

#define IGNORED_MOST 100

struct ignored {
    struct arena *arena;
    struct bytes names[IGNORED_MOST];
    size_t count;
};

/* Notes the name unless the kind knows it or it stands there already. */
void ignored_note(struct ignored *ignored, enum record_kind kind, struct bytes name);

#endif
