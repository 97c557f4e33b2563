/*
 * trait.h: what a record says about its endpoint or its site, in a form in which the two can meet: the same kind and value.
 *
 * Memory  in the arena that is passed.
 * Order   the same record gives the same traits in the same order, without repetitions.
 */
#ifndef CORE_TRAIT_H
#define CORE_TRAIT_H

#include "core/record.h"

/* Raised whenever a record gives other traits than before, by the rules here or by those that read identifiers: what is stored is then
 * derived again (efc db migrate). */
#define TRAIT_VERSION 4

enum trait_kind {
#define TRAIT(name, personal, text) TRAIT_##name,
#include "core/trait_kind.def"
#undef TRAIT
    TRAIT_COUNT
};

struct trait {
    enum trait_kind kind;
    enum record_role role;
    struct bytes value;
    uint64_t hash;    /* trait_hash(kind, value) */
    int64_t first_us; /* when it held, as far as the record says */
    int64_t last_us;
};

struct trait_list {
    struct trait *items;
    size_t count;
};

/* Names that begin alike have the hash of their beginning: where the beginnings meet, the names are at hand. */
uint64_t trait_hash(enum trait_kind kind, struct bytes value);
/* The first eight letters; BYTES_NONE of a shorter name. */
struct bytes trait_name_start(struct bytes squashed);
int32_t trait_bucket(uint64_t hash); /* hash & 65535 */
const char *trait_kind_name(enum trait_kind kind);
bool trait_kind_personal(enum trait_kind kind);

/* An empty list for the side that the record says nothing about. */
void trait_derive(const struct ident_data *data, struct arena *arena, const struct record *record,
                  struct trait_list *ret_endpoint, struct trait_list *ret_site);

/* ---- folding: one row for each entity, kind, role and value over many records ---- */

#define FOLD_PARTNER_LIMIT 64
#define FOLD_EXAMPLE_LIMIT 3

/* There are many: in the order that takes the least room. */
struct folded_trait {
    struct uuid entity;
    struct uuid examples[FOLD_EXAMPLE_LIMIT]; /* the lowest record ids: independent of the order of arrival */
    struct bytes value;
    uint64_t hash;
    int64_t first_us;
    int64_t last_us;
    int16_t *partners; /* sorted, unique; the lowest FOLD_PARTNER_LIMIT: independent of the order of arrival */
    enum trait_kind kind;
    enum record_role role;
    int32_t records;
    int16_t grade;       /* the best: the lowest that is not 0 */
    int16_t one_partner; /* partners points to it as long as there is one */
    uint8_t partner_count;
    uint8_t example_count;
};

struct fold;
struct fold *fold_new(struct arena *arena);
void fold_add(struct fold *fold, const struct entity *entity, const struct trait_list *traits, const struct record *record,
              int16_t partner_number);
bool fold_has(const struct fold *fold, const struct uuid *entity, const struct trait *trait);
size_t fold_count(const struct fold *fold);
const struct folded_trait *fold_at(const struct fold *fold, size_t index); /* in order of first arrival */

#endif
