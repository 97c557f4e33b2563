/*
 * collect.h: where a partner's data are fetched from, when, and how: what its profile says below `collect` (collect_key.def).
 *
 * Memory  the texts live in the arena of the profile.
 * Secrets are references (env:NAME, file:PATH), never values.
 */
#ifndef CORE_COLLECT_H
#define CORE_COLLECT_H

#include "base/op.h"
#include "base/bytes.h"
#include "core/schedule.h"

enum collect_kind {
#define COLLECT_KIND(name, begin, text) COLLECT_##name,
#include "core/collect_kind.def"
#undef COLLECT_KIND
    COLLECT_KIND_COUNT
};

enum collect_paging { PAGING_none, PAGING_link, PAGING_cursor };

#define COLLECT_HOST_KEY_MOST 8
#define COLLECT_NETWORK_MOST 64

struct collect {
    enum collect_kind kind;
    struct bytes from;
    struct schedule schedule;
    struct bytes bearer;
    struct bytes user;
    struct bytes password;
    struct bytes certificate;
    struct bytes certificate_key;
    struct bytes ssh_key;
    struct bytes host_keys[COLLECT_HOST_KEY_MOST];
    size_t host_key_count;
    struct bytes ca;
    struct bytes networks; /* with spaces between */
    enum collect_paging paging;
    struct bytes cursor_at;
    struct bytes cursor_parameter;
    bool resume_said;
    bool resume_last;
    struct bytes collection;
    struct bytes api_root;
    struct bytes files;
    int64_t settle_us;
    struct bytes done;
    int64_t limit_bytes;
    int64_t limit_us;
    int64_t limit_pages;
};

const char *collect_kind_name(enum collect_kind kind);
bool collect_kind_find(struct bytes name, enum collect_kind *ret);

/* What holds before anything is said. */
void collect_init(struct collect *collect);
/* Everything is said: works out the kind, and whether what is said goes together. ST_INPUT; *ret_key is then the key that the text speaks
 * of, NULL: of none alone. */
MUST_CHECK enum status collect_check(struct op *op, struct collect *collect, const char **ret_key);

/* Whether a file of this name is one of the source's: no hidden file, none that somebody is still writing, and one that `files` fits. */
bool collect_file_fits(const struct collect *collect, struct bytes name);

#endif
