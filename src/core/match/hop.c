#include "core/match.h"

#define FEW_CLASS 1            /* two or three that share a value are one hand's; nominees and formation agents have more */
#define CROWD_LOSS (1 * MICRO) /* for each class above, beside what makes them less kin */

/* A chain is as strong as its weakest link, and one hand behind three is surer of two of them than of the third. */
static int64_t least_of(const struct match_hop *hop, const struct match_hop_parts *parts)
{
    int64_t bits = hop->link_bits;

    if (parts->kin < bits)
        bits = parts->kin;
    return parts->most < bits ? parts->most : bits;
}

struct match_hop_parts match_hop_explain(const struct model *model, const struct match_hop *hop)
{
    int32_t shared = hop->ruled ? 2 : hop->shared, above = match_class(shared) - FEW_CLASS;
    int64_t full = match_kin_bits(model, hop->via_site, hop->kind, 2);
    int64_t kin = match_kin_bits(model, hop->via_site, hop->kind, shared) - (above > 0 ? above * CROWD_LOSS : 0);
    struct match_hop_parts parts = {.full = full - model->prior,
                                    .others = kin - full,
                                    .kin = kin,
                                    .most = match_third_most(model, hop->apart_us),
                                    .loss = -match_kin_loss(hop->via_site, hop->kind)};

    parts.third = (least_of(hop, &parts) + parts.loss - MATCH_THIRD_LEAST) * (model->third - MICRO) / MICRO;
    return parts;
}

int64_t match_hop_bits(const struct model *model, const struct match_hop *hop)
{
    struct match_hop_parts parts = match_hop_explain(model, hop);

    return least_of(hop, &parts) + parts.loss + parts.third;
}
