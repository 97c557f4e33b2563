/*
 * ident_lists.h: struct ident_data from config/ident/ and the machine's public suffix list, made once for a fuzz target.
 */
#ifndef TESTS_FUZZ_IDENT_LISTS_H
#define TESTS_FUZZ_IDENT_LISTS_H

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/ident.h"

#define LISTS_MOST 64
#define LISTS_SUFFIXES "/usr/share/publicsuffix/public_suffix_list.dat"

static struct ident_file lists_read(struct arena *arena, const char *path)
{
    struct buf text;
    char piece[65536];
    size_t n;
    FILE *file = fopen(path, "rb");

    if (file == NULL)
        abort();
    buf_init(&text, arena);
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_put(&text, (struct bytes){piece, n});
    fclose(file);
    return (struct ident_file){arena_strdup(arena, path), buf_bytes(&text)};
}

static const struct ident_data *ident_lists(void)
{
    static struct ident_data *data;
    static struct arena *arena;
    struct ident_file files[LISTS_MOST];
    size_t count = 0;
    struct op op;
    glob_t found;

    if (data != NULL)
        return data;
    arena = arena_new((size_t)1 << 30);
    if (glob(SOURCE_DIR "/config/ident/*.[ct][sx][vt]", 0, NULL, &found) != 0)
        abort();
    for (size_t i = 0; i < found.gl_pathc && count < LISTS_MOST - 1; i++)
        files[count++] = lists_read(arena, found.gl_pathv[i]);
    globfree(&found);
    files[count++] = lists_read(arena, LISTS_SUFFIXES);
    op_init(&op, arena, 0, "fuzz");
    if (ident_data_new(&op, files, count, &data) != ST_OK)
        abort();
    return data;
}

#endif
