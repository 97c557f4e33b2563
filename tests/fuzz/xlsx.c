/* ZIP containers and the spreadsheets in them: whatever comes, it ends, and what comes out are lines. */
#include <string.h>

#include "format/xlsx.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static enum status memory_read(struct op *op, void *arg, uint64_t offset, char *buffer, size_t n)
{
    const struct bytes *all = arg;

    if (offset > all->n || n > all->n - offset)
        return op_fail(op, ST_INPUT, "outside");
    memcpy(buffer, all->p + offset, n);
    return ST_OK;
}

static enum status line_take(struct op *op, void *arg, struct bytes text)
{
    size_t *lines = arg;

    if (text.n == 0 || text.p[text.n - 1] != '\n')
        __builtin_trap();
    return ++*lines > 2000 ? op_fail(op, ST_LIMIT, "enough") : ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    struct arena *arena = arena_new(SIZE_MAX);
    struct bytes all = {(const char *)input, n};
    struct zip_source source = {memory_read, &all, n};
    struct xlsx_rules rules = {.keeps = NULL};
    struct xlsx_counts counts;
    size_t lines = 0;
    struct zip zip;
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    if (zip_open(&op, &source, &zip) == ST_OK && xlsx_read(&op, &zip, &rules, line_take, &lines, &counts) == ST_OK && lines == 0)
        __builtin_trap();
    arena_free(&arena);
    return 0;
}
