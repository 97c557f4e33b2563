#include "base/map.h"

#include "base/hash.h"

#define FIRST_SLOTS 64

void map_init(struct map *map, struct arena *arena)
{
    *map = (struct map){.arena = arena};
}

/* The slot that holds the key, or the free slot where it belongs. */
static uint32_t *slot_of(const struct map *map, struct bytes key, uint64_t hash)
{
    size_t mask = map->slot_count - 1;

    for (size_t i = hash & mask;; i = (i + 1) & mask) {
        const struct map_entry *entry = map->slots[i] == 0 ? NULL : &map->entries[map->slots[i] - 1];

        if (entry == NULL || (entry->hash == hash && bytes_equal(entry->key, key)))
            return &map->slots[i];
    }
}

static void rehash(struct map *map, size_t slot_count)
{
    map->slots = arena_array(map->arena, uint32_t, slot_count);
    map->slot_count = slot_count;
    for (size_t i = 0; i < map->count; i++)
        *slot_of(map, map->entries[i].key, map->entries[i].hash) = (uint32_t)i + 1;
}

void *map_find(const struct map *map, struct bytes key)
{
    if (map->count == 0)
        return NULL;
    uint32_t index = *slot_of(map, key, hash64(key));

    return index == 0 ? NULL : map->entries[index - 1].value;
}

void **map_put(struct map *map, struct bytes key)
{
    uint64_t hash = hash64(key);

    if (map->slot_count == 0)
        rehash(map, FIRST_SLOTS);
    else if (map->count * 4 >= map->slot_count * 3)
        rehash(map, map->slot_count * 2);
    uint32_t *slot = slot_of(map, key, hash);

    if (*slot == 0) {
        if (map->count == map->room) {
            size_t room = map->room == 0 ? FIRST_SLOTS : map->room * 2;

            map->entries = arena_grow(map->arena, map->entries, map->room * sizeof(*map->entries), room * sizeof(*map->entries));
            map->room = room;
        }
        map->entries[map->count] = (struct map_entry){.key = key, .hash = hash};
        *slot = (uint32_t)++map->count;
    }
    return &map->entries[*slot - 1].value;
}

size_t map_count(const struct map *map)
{
    return map->count;
}

const struct map_entry *map_at(const struct map *map, size_t index)
{
    return &map->entries[index];
}
