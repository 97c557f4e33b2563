#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 16
#define FIRST_BLOCK (64 * 1024)
#define LARGEST_BLOCK (4 * 1024 * 1024) /* blocks double up to here; larger requests get a block of their own */
#define FIRST_ROOM 4                    /* items: most lists stay short */

struct block {
    struct block *older;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) char data[];
};

struct arena {
    struct block *newest;
    size_t limit;
    size_t used;
};

static void *must_have(void *memory)
{
    if (memory == NULL) {
        fputs("efc: out of memory\n", stderr);
        abort();
    }
    return memory;
}

static struct block *block_new(size_t size, struct block *older)
{
    struct block *block = must_have(malloc(sizeof(struct block) + size));

    block->older = older;
    block->size = size;
    block->used = 0;
    return block;
}

struct arena *arena_new(size_t limit)
{
    struct arena *arena = must_have(malloc(sizeof(*arena)));

    *arena = (struct arena){.newest = block_new(FIRST_BLOCK, NULL), .limit = limit};
    return arena;
}

static void free_blocks(struct arena *arena, struct block *keep)
{
    while (arena->newest != NULL) {
        struct block *block = arena->newest;

        arena->newest = block->older;
        if (block != keep)
            free(block);
    }
    arena->newest = keep;
}

void arena_free(struct arena **arena)
{
    if (*arena == NULL)
        return;
    free_blocks(*arena, NULL);
    free(*arena);
    *arena = NULL;
}

/* What a round needed, the next will need: the largest block stays, and the system is not asked for it again. */
void arena_reset(struct arena *arena)
{
    struct block *keep = NULL;

    for (struct block *block = arena->newest; block != NULL; block = block->older)
        if (keep == NULL || keep->size > LARGEST_BLOCK || (block->size > keep->size && block->size <= LARGEST_BLOCK))
            keep = block;
    free_blocks(arena, keep);
    keep->older = NULL;
    keep->used = 0;
    arena->used = 0;
}

static size_t next_block_size(const struct arena *arena, size_t size)
{
    size_t block_size = arena->newest->size;

    if (block_size < LARGEST_BLOCK)
        block_size *= 2;
    return size > block_size ? size : block_size;
}

static size_t round_up(size_t size)
{
    if (size > SIZE_MAX / 2)
        must_have(NULL);
    return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

void *arena_alloc(struct arena *arena, size_t size)
{
    size_t rounded = round_up(size == 0 ? 1 : size);
    struct block *block = arena->newest;

    if (block->size - block->used < rounded) {
        block = block_new(next_block_size(arena, rounded), block);
        arena->newest = block;
    }
    void *memory = block->data + block->used;

    block->used += rounded;
    arena->used += rounded;
    return memset(memory, 0, rounded);
}

/* The newest allocation may grow where it stands. */
static bool grow_in_place(struct arena *arena, const void *old, size_t old_rounded, size_t new_rounded)
{
    struct block *block = arena->newest;
    const char *end = block->data + block->used;

    if ((const char *)old + old_rounded != end || block->size - block->used < new_rounded - old_rounded)
        return false;
    memset(block->data + block->used, 0, new_rounded - old_rounded);
    block->used += new_rounded - old_rounded;
    arena->used += new_rounded - old_rounded;
    return true;
}

void *arena_grow(struct arena *arena, void *old, size_t old_size, size_t new_size)
{
    size_t old_rounded = round_up(old_size == 0 ? 1 : old_size);
    size_t new_rounded = round_up(new_size == 0 ? 1 : new_size);

    if (old != NULL && (new_rounded <= old_rounded || grow_in_place(arena, old, old_rounded, new_rounded)))
        return old;
    void *memory = arena_alloc(arena, new_size);

    if (old != NULL && old_size > 0)
        memcpy(memory, old, old_size < new_size ? old_size : new_size);
    return memory;
}

void *arena_room(struct arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    size_t more = *room == 0 ? FIRST_ROOM : *room * 2;

    if (count < *room)
        return items;
    items = arena_grow(arena, items, *room * size, more * size);
    *room = more;
    return items;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;

    return memcpy(arena_alloc(arena, size), text, size);
}

char *arena_vprintf(struct arena *arena, size_t *ret_length, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    size_t length = n < 0 ? 0 : (size_t)n;
    char *text = arena_alloc(arena, length + 1);

    vsnprintf(text, length + 1, fmt, args);
    if (ret_length != NULL)
        *ret_length = length;
    return text;
}

char *arena_printf(struct arena *arena, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    char *text = arena_vprintf(arena, NULL, fmt, args);
    va_end(args);
    return text;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

bool arena_over(const struct arena *arena)
{
    return arena->used > arena->limit;
}
