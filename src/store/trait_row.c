#include "trait_row.h"

static const struct query *const queries[SIDE_COUNT] = {[SIDE_ENDPOINT] = &Q_TRAIT_PUT_ENDPOINT, [SIDE_SITE] = &Q_TRAIT_PUT_SITE};

int trait_row_order(const void *a, const void *b)
{
    const struct folded_trait *x = *(const struct folded_trait *const *)a, *y = *(const struct folded_trait *const *)b;
    int32_t bx = trait_bucket(x->hash), by = trait_bucket(y->hash);

    if (bx != by)
        return bx < by ? -1 : 1;
    if (x->hash != y->hash)
        return (int64_t)x->hash < (int64_t)y->hash ? -1 : 1;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->role != y->role)
        return x->role < y->role ? -1 : 1;
    int order = uuid_compare(&x->entity, &y->entity);

    return order != 0 ? order : bytes_compare(x->value, y->value);
}

int trait_entity_order(const void *a, const void *b)
{
    const struct folded_trait *x = *(const struct folded_trait *const *)a, *y = *(const struct folded_trait *const *)b;
    int order = uuid_compare(&x->entity, &y->entity);

    return order != 0 ? order : trait_row_order(a, b);
}

enum status trait_rows_put(struct op *op, struct db *db, enum side side, const struct folded_trait **traits, size_t count)
{
    struct copy *copy;
    enum status st = count == 0 ? ST_OK : copy_begin(op, db, queries[side], &copy);

    if (count == 0 || st != ST_OK)
        return st;
    for (size_t i = 0; i < count; i++) {
        const struct folded_trait *trait = traits[i];

        copy_row(copy, 12);
        copy_i32(copy, trait_bucket(trait->hash));
        copy_i64(copy, (int64_t)trait->hash);
        copy_i16(copy, (int16_t)trait->kind);
        copy_i16(copy, (int16_t)trait->role);
        copy_text(copy, trait->value);
        copy_uuid(copy, &trait->entity);
        copy_i32(copy, trait->records);
        copy_i16_array(copy, trait->partners, trait->partner_count);
        copy_instant(copy, trait->first_us);
        copy_instant(copy, trait->last_us);
        copy_i16(copy, trait->grade);
        copy_uuid_array(copy, trait->examples, trait->example_count);
    }
    return copy_end(copy, NULL);
}
