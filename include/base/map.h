/*
 * map.h: a hash table from bytes to a pointer, in an arena.
 *
 * Memory  keys are not copied; they live at least as long as the map.
 * Order   map_at() gives the entries in the order in which they were put: the same input gives the same output.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/bytes.h"

struct map_entry {
    struct bytes key;
    uint64_t hash;
    void *value;
};

struct map {
    struct arena *arena;
    struct map_entry *entries;
    size_t count;
    size_t room;
    uint32_t *slots; /* index + 1 of the entry, 0 when free */
    size_t slot_count;
};

void map_init(struct map *map, struct arena *arena);
void *map_find(const struct map *map, struct bytes key); /* NULL when there is none */
void **map_put(struct map *map, struct bytes key);       /* the place of the value; NULL in it when the key is new */
size_t map_count(const struct map *map);
const struct map_entry *map_at(const struct map *map, size_t index);

#endif
