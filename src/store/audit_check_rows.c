/* The tables that the leaves speak of. */
#include <string.h>

#include "audit_check_private.h"
#include "core/leaf.h"

#define SCRATCH ((size_t)64 << 20)
#define CELL_LIMIT 48

enum row_column { ID, LEAF, LEAF_SAYS, PRESENT, FIRST_CELL };

typedef bool row_fits_fn(struct arena *arena, struct bytes says, const struct bytes *cells, size_t count);

static bool fits_cells(struct arena *arena, struct bytes says, const struct bytes *cells, size_t count)
{
    return bytes_equal(says, leaf_row_hash(arena, cells, count));
}

static bool same_cell(struct bytes a, struct bytes b)
{
    return (a.p == NULL) == (b.p == NULL) && bytes_equal(a, b);
}

static bool fits_pairs(struct arena *arena UNUSED, struct bytes says UNUSED, const struct bytes *cells, size_t count)
{
    for (size_t i = 0; i + 1 < count; i += 2)
        if (!same_cell(cells[i], cells[i + 1]))
            return false;
    return true;
}

static bool fits_line(struct arena *arena, struct bytes says, const struct bytes *cells, size_t count)
{
    struct sha256 hash;
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_putc(&buf, '|');
        buf_put(&buf, cells[i]);
    }
    sha256_bytes(buf_bytes(&buf), &hash);
    return bytes_equal(says, sha256_print(arena, &hash));
}

static const struct audit_row {
    const char *table;
    const struct query *query;
    row_fits_fn *fits;
} audit_rows[] = {
#define AUDIT_ROW(table, query, fits) {#table, &query, fits_##fits},
#include "store/audit_row.def"
#undef AUDIT_ROW
};

struct row_walk {
    struct audit_check *check;
    const struct audit_row *row;
    struct arena *scratch;
};

static const char *fault_of(const struct row_walk *walk, const struct copy_value *values, unsigned columns)
{
    struct bytes cells[CELL_LIMIT], says = value_text(&values[LEAF_SAYS]);

    if (values[LEAF].p == NULL)
        return "no leaf speaks of it: it was inserted";
    if (values[PRESENT].p == NULL)
        return "a leaf speaks of it: it was removed";
    for (unsigned i = FIRST_CELL; i < columns; i++)
        cells[i - FIRST_CELL] = value_text(&values[i]);
    if (!walk->row->fits(walk->scratch, says, cells, columns - FIRST_CELL))
        return "it was changed after its leaf was written";
    return NULL;
}

static enum status on_row(struct op *op, const struct copy_value *values, unsigned columns, void *arg)
{
    struct row_walk *walk = arg;
    const char *fault;

    if (columns < FIRST_CELL || columns - FIRST_CELL > CELL_LIMIT)
        return op_fail(op, ST_BUG, "%s: other columns than expected", walk->row->query->name);
    arena_reset(walk->scratch);
    walk->check->rows++;
    fault = fault_of(walk, values, columns);
    if (fault != NULL)
        audit_found(walk->check, walk->row->table, value_text(&values[ID]), fault);
    return ST_OK;
}

enum status audit_check_rows(struct op *op, struct db *db, struct audit_check *check)
{
    AUTO(arena_free) struct arena *scratch = arena_new(SCRATCH);
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT_OF(audit_rows) && st == ST_OK; i++) {
        struct row_walk walk = {check, &audit_rows[i], scratch};

        st = db_copy_out(op, db, audit_rows[i].query, on_row, &walk);
    }
    return st;
}
