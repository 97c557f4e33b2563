#include "core/match.h"

#define FREE_CLASS 1 /* two or three that share a value are what one expects of one hand */
#define SLOPE (3 * MICRO / 2)

static const struct {
    bool site;
    enum trait_kind kind;
    uint32_t roles;
    double bits;
    double loss;
} rows[] = {
#define SIDE_endpoint false
#define SIDE_site true
#define KIN(name, side, kind, roles, bits, loss, text) {SIDE_##side, TRAIT_##kind, roles, bits, loss},
#include "core/match_kin.def"
#undef KIN
#undef SIDE_endpoint
#undef SIDE_site
};

uint32_t match_kin_roles(bool site, enum trait_kind kind)
{
    uint32_t roles = 0;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].site == site && rows[i].kind == kind)
            roles |= rows[i].roles;
    return roles;
}

int64_t match_kin_bits(const struct model *model, bool site, enum trait_kind kind, int64_t count)
{
    int32_t class = match_class(count);
    int64_t bits = model->prior;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].site == site && rows[i].kind == kind)
            bits += (int64_t)(rows[i].bits * (double)MICRO);
    return class > FREE_CLASS ? bits - (class - FREE_CLASS) * SLOPE : bits;
}

int64_t match_kin_loss(bool site, enum trait_kind kind)
{
    int64_t loss = 0;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].site == site && rows[i].kind == kind)
            loss = (int64_t)(rows[i].loss * (double)MICRO);
    return loss;
}
