/*
 * files.h: files out of a folder, wherever it stands: each new one whole, once.
 *
 * Shape   a file is its name, size and time. It is taken when it has stayed as it is over two looks and while it was read; it is then
 *         moved into another folder, or stays and is remembered. The memory and the data are one transaction, so a file that could not be
 *         moved any more is moved by the next run, not taken again.
 * Errors  a file that cannot be taken as a whole is refused and remembered with the reason; the next one goes on.
 */
#ifndef EDGE_COLLECT_FILES_H
#define EDGE_COLLECT_FILES_H

#include "take.h"

struct files_found {
    struct arena *arena;
    struct source_item *items;
    size_t count;
    size_t room;
    size_t strange; /* names that are no text */
};

/* Notes a file; ST_LIMIT when there are too many. */
MUST_CHECK enum status files_found_put(struct run *run, struct files_found *found, struct bytes name, int64_t bytes,
                                       int64_t modified_us);

/* Where the folder stands; every function says in run->op what went wrong. */
struct folder {
    enum status (*list)(struct run *run, void *self, struct files_found *found);
    enum status (*open)(struct run *run, void *self, struct bytes name);
    /* Of the open file. */
    enum status (*look)(struct run *run, void *self, int64_t *ret_bytes, int64_t *ret_modified_us);
    enum status (*read)(struct run *run, void *self, char *buffer, size_t room, size_t *ret_n);
    void (*close)(void *self);
    /* Into the folder `done`, which is made when it is missing; ST_CONFLICT when there is one of that name. */
    enum status (*move)(struct run *run, void *self, struct bytes name, struct bytes target);
};

MUST_CHECK enum status files_run(struct run *run, const struct folder *folder, void *self);

#endif
