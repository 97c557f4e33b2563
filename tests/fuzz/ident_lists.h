/*
 * ident_lists.h: struct ident_data from config/ident/ and the machine's public suffix list, made once for a fuzz target; an arena
 * that is empty for each input.
 */
#ifndef TESTS_FUZZ_IDENT_LISTS_H
#define TESTS_FUZZ_IDENT_LISTS_H

#include "support/ident_files.h"

static inline const struct ident_data *ident_lists(void)
{
    static struct ident_data *data;
    static struct arena *arena;
    struct ident_file files[IDENT_FILES_MOST];
    struct op op;

    if (data != NULL)
        return data;
    arena = arena_new((size_t)1 << 30);
    op_init(&op, arena, 0, "fuzz");
    if (ident_data_new(&op, files, ident_files_read(arena, files), &data) != ST_OK)
        abort();
    return data;
}

static inline struct arena *ident_arena(void)
{
    static struct arena *arena;

    if (arena == NULL)
        arena = arena_new((size_t)64 << 20);
    arena_reset(arena);
    return arena;
}

#endif
