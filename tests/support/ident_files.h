/*
 * ident_files.h: the files of config/ident/ and the machine's public suffix list, read for tests and fuzz targets.
 */
#ifndef TESTS_SUPPORT_IDENT_FILES_H
#define TESTS_SUPPORT_IDENT_FILES_H

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/ident.h"

#define IDENT_FILES_MOST 64
#define IDENT_SUFFIX_LIST "/usr/share/publicsuffix/public_suffix_list.dat"

static inline struct bytes ident_file_read(struct arena *arena, const char *path)
{
    struct buf text;
    char piece[65536];
    size_t n;
    FILE *file = fopen(path, "rb");

    if (file == NULL) {
        fprintf(stderr, "%s cannot be read\n", path);
        abort();
    }
    buf_init(&text, arena);
    while ((n = fread(piece, 1, sizeof(piece), file)) > 0)
        buf_put(&text, (struct bytes){piece, n});
    fclose(file);
    return buf_bytes(&text);
}

static inline size_t ident_files_read(struct arena *arena, struct ident_file *ret)
{
    glob_t found;
    size_t count = 0;

    if (glob(SOURCE_DIR "/config/ident/*.[tc][xs][tv]", 0, NULL, &found) != 0)
        abort();
    for (size_t i = 0; i < found.gl_pathc && count < IDENT_FILES_MOST - 1; i++) {
        ret[count].path = arena_strdup(arena, found.gl_pathv[i]);
        ret[count++].text = ident_file_read(arena, found.gl_pathv[i]);
    }
    globfree(&found);
    ret[count].path = IDENT_SUFFIX_LIST;
    ret[count++].text = ident_file_read(arena, IDENT_SUFFIX_LIST);
    return count;
}

#endif
