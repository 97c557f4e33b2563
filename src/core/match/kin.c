#include "core/match.h"

#define FREE_CLASS 1 /* two or three that share a value are what one expects of one hand */
#define SLOPE (3 * MICRO / 2)

static const struct kin_row {
    const char *name;
    bool site;
    enum trait_kind kind;
    uint32_t roles;
    double bits;
    double loss;
    const char *text;
} rows[] = {
#define SIDE_endpoint false
#define SIDE_site true
#define KIN(name, side, kind, roles, bits, loss, text) {#name, SIDE_##side, TRAIT_##kind, roles, bits, loss, text},
#include "core/match_kin.def"
#undef KIN
#undef SIDE_endpoint
#undef SIDE_site
};

static const struct kin_row *row_of(bool site, enum trait_kind kind)
{
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].site == site && rows[i].kind == kind)
            return &rows[i];
    return NULL;
}

uint32_t match_kin_roles(bool site, enum trait_kind kind)
{
    const struct kin_row *row = row_of(site, kind);

    return row == NULL ? 0 : row->roles;
}

int64_t match_kin_bits(const struct model *model, bool site, enum trait_kind kind, int64_t count)
{
    const struct kin_row *row = row_of(site, kind);
    int32_t class = match_class(count);
    int64_t bits = model->prior + (row == NULL ? 0 : (int64_t)(row->bits * (double)MICRO));

    return class > FREE_CLASS ? bits - (class - FREE_CLASS) * SLOPE : bits;
}

int64_t match_kin_loss(bool site, enum trait_kind kind)
{
    const struct kin_row *row = row_of(site, kind);

    return row == NULL ? 0 : (int64_t)(row->loss * (double)MICRO);
}

const char *match_kin_name(bool site, enum trait_kind kind)
{
    const struct kin_row *row = row_of(site, kind);

    return row == NULL ? "" : row->name;
}

const char *match_kin_text(bool site, enum trait_kind kind)
{
    const struct kin_row *row = row_of(site, kind);

    return row == NULL ? "" : row->text;
}
