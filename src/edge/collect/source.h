/*
 * source.h: the sources that the profiles of a folder name.
 *
 * Memory  in op->arena; sources_done() gives back what is not.
 * Errors  a profile that is wrong stands in the list of wrong ones: it keeps no other source from being collected.
 */
#ifndef EDGE_COLLECT_SOURCE_H
#define EDGE_COLLECT_SOURCE_H

#include "core/profile.h"
#include "store/source_store.h"

struct source {
    struct source_row row;
    struct profile profile;
    struct bytes profile_text;
    struct sha256 profile_sha256;
};

struct source_wrong {
    struct bytes id;
    const char *why;
};

struct sources {
    struct source *items;
    size_t count;
    struct source_wrong *wrong; /* profiles */
    size_t wrong_count;
};

/* names: of sources or partners; count 0: all. ST_INPUT when a name fits none; ST_NOTFOUND when there is no such folder. */
MUST_CHECK enum status sources_load(struct op *op, const char *folder, const char *const *names, size_t name_count,
                                    struct sources *ret);
void sources_done(struct sources *sources); /* for AUTO() */
struct source *sources_find(const struct sources *sources, struct bytes id);

#endif
