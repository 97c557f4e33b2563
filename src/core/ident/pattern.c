#include "core/ident/pattern.h"

#include <string.h>

struct row {
    enum ident_kind kind;
    const char *anchor;
    size_t most;
    const char *signs;
    const char *text;
};

static const struct row rows[] = {
#define EXTRACT_PATTERN(kind, anchor, most, signs, pattern) {IDENT_##kind, anchor, most, signs, pattern},
#include "core/ident/extract_pattern.def"
#undef EXTRACT_PATTERN
};

static enum status compile(struct op *op, const char *text, pcre2_code **ret)
{
    PCRE2_SIZE offset;
    int error;

    *ret = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PCRE2_CASELESS, &error, &offset, NULL);
    if (*ret == NULL)
        return op_fail(op, ST_BUG, "pattern '%s': error %d at %zu", text, error, (size_t)offset);
    (void)pcre2_jit_compile(*ret, PCRE2_JIT_COMPLETE); /* where there is no JIT the interpreter finds the same */
    return ST_OK;
}

/* Rows may look for one pattern by several anchors. */
static bool is_repeated(const struct row *row)
{
    for (const struct row *before = rows; before < row; before++)
        if (strcmp(before->text, row->text) == 0)
            return true;
    return false;
}

static enum status compile_row(struct op *op, struct arena *arena, const struct row *row, struct pattern *ret)
{
    enum status st = is_repeated(row) ? ST_OK : compile(op, row->text, &ret->anywhere);

    ret->kind = row->kind;
    ret->back_most = row->most;
    ret->back_signs = row->signs;
    if (st == ST_OK && row->anchor != NULL)
        st = compile(op, row->anchor, &ret->anchor);
    if (st == ST_OK && row->anchor != NULL)
        st = compile(op, arena_printf(arena, "\\G(?:%s)", row->text), &ret->here);
    return st;
}

enum status pattern_compile(struct op *op, struct arena *arena, struct pattern **ret, size_t *ret_count)
{
    struct pattern *patterns = arena_array(arena, struct pattern, COUNT_OF(rows));
    enum status st = ST_OK;

    *ret = patterns;
    *ret_count = COUNT_OF(rows);
    for (size_t i = 0; st == ST_OK && i < COUNT_OF(rows); i++)
        st = compile_row(op, arena, &rows[i], &patterns[i]);
    return st;
}

void pattern_free(struct pattern *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        pcre2_code_free(patterns[i].anywhere);
        pcre2_code_free(patterns[i].anchor);
        pcre2_code_free(patterns[i].here);
    }
}

size_t pattern_start(const struct pattern *pattern, struct bytes text, size_t from, size_t anchor)
{
    size_t start = anchor, least;

    if (start > from && text.p[start - 1] == ' ')
        start--;
    least = start > from + pattern->back_most ? start - pattern->back_most : from;
    while (start > least) {
        char c = text.p[start - 1];

        if (!ascii_alnum(c) && (unsigned char)c < 0x80 && (c == '\0' || strchr(pattern->back_signs, c) == NULL))
            break;
        start--;
    }
    return start;
}
