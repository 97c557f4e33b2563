#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/annotate.h"

Test(arena, gives_zeroed_memory_aligned_to_16_bytes)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);

    for (size_t size = 1; size < 5000; size += 37) {
        unsigned char *memory = arena_alloc(arena, size);

        cr_assert_eq((uintptr_t)memory % 16, 0);
        for (size_t i = 0; i < size; i++)
            cr_assert_eq(memory[i], 0);
        memset(memory, 0xAA, size);
    }
}

Test(arena, is_zeroed_again_after_a_reset)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);

    memset(arena_alloc(arena, 1000), 0xFF, 1000);
    arena_reset(arena);
    unsigned char *memory = arena_alloc(arena, 1000);

    for (size_t i = 0; i < 1000; i++)
        cr_assert_eq(memory[i], 0);
    cr_assert_eq(arena_used(arena), 1008);
}

Test(arena, remembers_that_the_limit_was_passed_and_still_gives_memory)
{
    AUTO(arena_free) struct arena *arena = arena_new(1000);

    arena_alloc(arena, 900);
    cr_assert_not(arena_over(arena));
    memset(arena_alloc(arena, 200000), 1, 200000);
    cr_assert(arena_over(arena));
    arena_reset(arena);
    cr_assert_not(arena_over(arena));
}

Test(arena, grows_the_newest_piece_in_place_and_keeps_its_content)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 24);
    char *text = arena_alloc(arena, 10);

    memcpy(text, "0123456789", 10);
    char *grown = arena_grow(arena, text, 10, 100);

    cr_assert_eq(grown, text);
    arena_alloc(arena, 1);
    char *moved = arena_grow(arena, grown, 100, 200000);

    cr_assert_neq(moved, grown);
    cr_assert_arr_eq(moved, "0123456789", 10);
    cr_assert_eq(moved[150000], 0);
}

Test(arena, has_room_for_one_more_and_keeps_the_items_that_are_there)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    size_t room = 0, moves = 0, before = 0;
    uint32_t *items = NULL;

    for (uint32_t i = 0; i < 1000; i++) {
        items = arena_room(arena, items, i, &room, sizeof(*items));
        cr_assert_gt(room, i);
        moves += room != before;
        before = room;
        items[i] = i;
        (void)arena_alloc(arena, 1); /* nothing grows in place */
    }
    cr_assert_leq(moves, 10, "it doubles");
    for (uint32_t i = 0; i < 1000; i++)
        cr_assert_eq(items[i], i);
}
