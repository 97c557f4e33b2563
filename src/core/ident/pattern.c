#include "core/ident/pattern.h"

struct row {
    enum ident_kind kind;
    const char *text;
};

static const struct row rows[] = {
#define EXTRACT_PATTERN(kind, pattern) {IDENT_##kind, pattern},
#include "core/ident/extract_pattern.def"
#undef EXTRACT_PATTERN
};

static enum status compile(struct op *op, const struct row *row, struct pattern *ret)
{
    PCRE2_SIZE offset;
    int error;

    ret->kind = row->kind;
    ret->code = pcre2_compile((PCRE2_SPTR)row->text, PCRE2_ZERO_TERMINATED, PCRE2_CASELESS, &error, &offset, NULL);
    if (ret->code == NULL)
        return op_fail(op, ST_BUG, "pattern for %s: error %d at %zu", ident_kind_name(row->kind), error, (size_t)offset);
    (void)pcre2_jit_compile(ret->code, PCRE2_JIT_COMPLETE); /* where there is no JIT the interpreter finds the same */
    return ST_OK;
}

enum status pattern_compile(struct op *op, struct arena *arena, struct pattern **ret, size_t *ret_count)
{
    struct pattern *patterns = arena_array(arena, struct pattern, COUNT_OF(rows));
    enum status st = ST_OK;

    *ret = patterns;
    for (*ret_count = 0; st == ST_OK && *ret_count < COUNT_OF(rows); ++*ret_count)
        st = compile(op, &rows[*ret_count], &patterns[*ret_count]);
    return st;
}

void pattern_free(struct pattern *patterns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pcre2_code_free(patterns[i].code);
}
