/* Folding: a hash table over (entity, kind, role, value). Minimum, maximum and sorted sets make it independent of the order. */
#include <string.h>

#include "core/trait.h"

#define FIRST_SLOTS 256
#define BLOCK_ITEMS 64

struct fold {
    struct arena *arena;
    struct folded_trait **blocks; /* of BLOCK_ITEMS: they stay where they are while the fold grows */
    size_t count;
    size_t block_room;
    uint32_t *slots; /* index + 1 of the item, 0 when free */
    size_t slot_count;
};

struct fold *fold_new(struct arena *arena)
{
    struct fold *fold = arena_new_of(arena, struct fold);

    fold->arena = arena;
    fold->slot_count = FIRST_SLOTS;
    fold->slots = arena_array(arena, uint32_t, fold->slot_count);
    return fold;
}

static struct folded_trait *item_at(const struct fold *fold, size_t index)
{
    return &fold->blocks[index / BLOCK_ITEMS][index % BLOCK_ITEMS];
}

static size_t slot_hash(const struct uuid *entity, const struct trait *trait)
{
    uint64_t half;

    memcpy(&half, entity->b, sizeof(half)); /* a UUID is hashed already */
    return (size_t)((half ^ trait->hash ^ ((uint64_t)trait->role << 56)) * UINT64_C(0x9E3779B97F4A7C15) >> 16);
}

static bool is_same(const struct folded_trait *item, const struct uuid *entity, const struct trait *trait)
{
    return item->hash == trait->hash && item->kind == trait->kind && item->role == trait->role &&
           uuid_compare(&item->entity, entity) == 0 && bytes_equal(item->value, trait->value);
}

static uint32_t *slot_find(const struct fold *fold, const struct uuid *entity, const struct trait *trait)
{
    size_t mask = fold->slot_count - 1;

    for (size_t i = slot_hash(entity, trait) & mask;; i = (i + 1) & mask)
        if (fold->slots[i] == 0 || is_same(item_at(fold, fold->slots[i] - 1), entity, trait))
            return &fold->slots[i];
}

static void grow_slots(struct fold *fold)
{
    fold->slot_count *= 2;
    fold->slots = arena_array(fold->arena, uint32_t, fold->slot_count);
    for (size_t i = 0; i < fold->count; i++) {
        const struct folded_trait *item = item_at(fold, i);
        struct trait key = {.kind = item->kind, .role = item->role, .value = item->value, .hash = item->hash};

        *slot_find(fold, &item->entity, &key) = (uint32_t)i + 1;
    }
}

static void block_add(struct fold *fold)
{
    size_t block = fold->count / BLOCK_ITEMS;

    fold->blocks = arena_room(fold->arena, fold->blocks, block, &fold->block_room, sizeof(*fold->blocks));
    fold->blocks[block] = arena_array(fold->arena, struct folded_trait, BLOCK_ITEMS);
}

static struct folded_trait *item_new(struct fold *fold, const struct uuid *entity, const struct trait *trait)
{
    if (fold->count % BLOCK_ITEMS == 0)
        block_add(fold);
    struct folded_trait *item = item_at(fold, fold->count++);

    *item = (struct folded_trait){.entity = *entity,
                                  .kind = trait->kind,
                                  .role = trait->role,
                                  .value = bytes_copy(fold->arena, trait->value),
                                  .hash = trait->hash,
                                  .first_us = trait->first_us,
                                  .last_us = trait->last_us};
    return item;
}

static struct folded_trait *item_get(struct fold *fold, const struct uuid *entity, const struct trait *trait)
{
    if (fold->count * 4 >= fold->slot_count * 3)
        grow_slots(fold);
    uint32_t *slot = slot_find(fold, entity, trait);

    if (*slot != 0)
        return item_at(fold, *slot - 1);
    struct folded_trait *item = item_new(fold, entity, trait);

    *slot = (uint32_t)fold->count;
    return item;
}

static void partner_room(struct fold *fold, struct folded_trait *item)
{
    size_t count = item->partner_count++, size = sizeof(*item->partners);

    if (count == 0) {
        item->partners = &item->one_partner;
    } else if (count == 1) {
        item->partners = arena_array(fold->arena, int16_t, 2);
        item->partners[0] = item->one_partner;
    } else {
        item->partners = arena_grow(fold->arena, item->partners, count * size, (count + 1) * size);
    }
}

static void add_partner(struct fold *fold, struct folded_trait *item, int16_t partner)
{
    size_t at = 0;

    while (at < item->partner_count && item->partners[at] < partner)
        at++;
    if (at == FOLD_PARTNER_LIMIT || (at < item->partner_count && item->partners[at] == partner))
        return;
    if (item->partner_count < FOLD_PARTNER_LIMIT)
        partner_room(fold, item);
    memmove(item->partners + at + 1, item->partners + at, (item->partner_count - 1 - at) * sizeof(partner));
    item->partners[at] = partner;
}

static void add_example(struct folded_trait *item, const struct uuid *record)
{
    size_t at = 0;

    while (at < item->example_count && uuid_compare(&item->examples[at], record) < 0)
        at++;
    if (at == FOLD_EXAMPLE_LIMIT || (at < item->example_count && uuid_compare(&item->examples[at], record) == 0))
        return;
    if (item->example_count < FOLD_EXAMPLE_LIMIT)
        item->example_count++;
    memmove(item->examples + at + 1, item->examples + at, (item->example_count - 1 - at) * sizeof(*record));
    item->examples[at] = *record;
}

static void add_one(struct fold *fold, const struct entity *entity, const struct trait *trait, const struct record *record,
                    int16_t partner_number)
{
    struct folded_trait *item = item_get(fold, &entity->id, trait);

    item->records++;
    if (trait->first_us < item->first_us)
        item->first_us = trait->first_us;
    if (trait->last_us > item->last_us)
        item->last_us = trait->last_us;
    if (record->grade != 0 && (item->grade == 0 || record->grade < item->grade))
        item->grade = record->grade;
    add_partner(fold, item, partner_number);
    add_example(item, &record->id);
}

void fold_add(struct fold *fold, const struct entity *entity, const struct trait_list *traits, const struct record *record,
              int16_t partner_number)
{
    for (size_t i = 0; i < traits->count; i++)
        add_one(fold, entity, &traits->items[i], record, partner_number);
}

bool fold_has(const struct fold *fold, const struct uuid *entity, const struct trait *trait)
{
    return *slot_find(fold, entity, trait) != 0;
}

size_t fold_count(const struct fold *fold)
{
    return fold->count;
}

const struct folded_trait *fold_at(const struct fold *fold, size_t index)
{
    return item_at(fold, index);
}
