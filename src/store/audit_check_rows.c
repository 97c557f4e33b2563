/* The tables that the leaves speak of. */
#include <string.h>

#include "audit_check_private.h"
#include "core/leaf.h"

#define SCRATCH ((size_t)64 << 20)
#define CELL_LIMIT 28

enum row_column { ID, LEAF, LEAF_SAYS, PRESENT, FIRST_CELL };

typedef struct bytes row_hash_fn(struct arena *arena, const struct bytes *cells, size_t count);

UNUSED static struct bytes hash_of_line(struct arena *arena, const struct bytes *cells, size_t count)
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
    return sha256_print(arena, &hash);
}

static const struct audit_row {
    const char *table;
    const struct query *query;
    row_hash_fn *hash;
} audit_rows[] = {
#define HASH_cells leaf_row_hash
#define HASH_line hash_of_line
#define AUDIT_ROW(table, query, hash) {#table, &query, HASH_##hash},
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
    if (!bytes_equal(walk->row->hash(walk->scratch, cells, columns - FIRST_CELL), says))
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
