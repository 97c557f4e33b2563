#include "cli/link_waterfall.h"

#include <stdio.h>

#include "base/instant.h"

static void print_head(struct op *op, const struct link_explanation *explanation)
{
    const struct link *link = &explanation->link;
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct bytes bits = match_bits_print(op->arena, link->bits), prior = match_bits_print(op->arena, waterfall->prior);

    printf("endpoint     %.*s\nsite         %.*s\nstatus       %s\nprobability  %.6f\nweight       %.*s bits\n",
           (int)link->endpoint.n, link->endpoint.p, (int)link->site.n, link->site.p, link_status_name(link->status),
           match_probability(link->bits), (int)bits.n, bits.p);
    printf("model        %d, %.16s..., rules %d\n", explanation->model.id, explanation->model.sha256.p, MATCH_VERSION);
    if (!explanation->kept)
        printf("remark       not in the list of links: too weak, or not correlated yet\n");
    else if (explanation->kept_model != 0 && explanation->kept_model != explanation->model.id)
        printf("remark       the list was made by model %d; another is in use now: run efc correlate\n", explanation->kept_model);
    else if (explanation->kept_bits != link->bits)
        printf("remark       the records have changed since the list was made: run efc correlate\n");
    printf("\n%14.*s  prior: two taken at random\n", (int)prior.n, prior.p);
}

static void print_records(struct op *op, const char *side, const struct match_side *what, const struct link_record *records,
                          size_t count)
{
    printf("%16s%s (%s), %d record%s of %d partner%s", "", side, record_role_name(what->role), what->records,
           what->records == 1 ? "" : "s", what->partners, what->partners == 1 ? "" : "s");
    for (size_t i = 0; i < count; i++) {
        struct bytes date = date_print(op->arena, records[i].event_us);

        printf("%s %.*s %.*s %.*s (%.*s)", i == 0 ? ":" : ",", (int)records[i].partner.n, records[i].partner.p,
               (int)records[i].kind.n, records[i].kind.p, (int)records[i].source_ref.n, records[i].source_ref.p, (int)date.n,
               date.p);
    }
    putchar('\n');
}

static void print_part(struct op *op, int64_t bits, const char *why)
{
    struct bytes text = match_bits_print(op->arena, bits);

    if (bits != 0)
        printf("%16s%13.*s  %s\n", "", (int)text.n, text.p, why);
}

static void print_piece(struct op *op, const struct match_piece *piece, const struct link_examples *examples)
{
    const struct evidence *evidence = piece->evidence;
    bool ruled = piece->rule != RULE_COUNT;
    struct bytes bits = match_bits_print(op->arena, piece->verdict == VERDICT_counted ? piece->bits : 0);
    struct bytes full = match_bits_print(op->arena, piece->full), remark = match_piece_text(op->arena, piece);

    printf("%14.*s  %s: %s\n", (int)bits.n, bits.p, ruled ? match_family_name(match_rule_family(piece->rule)) : "none",
           ruled ? match_rule_text(piece->rule) : trait_kind_name(evidence->kind));
    printf("%16s%s = %.*s\n%16s%.*s\n", "", trait_kind_name(evidence->kind), (int)evidence->value.n, evidence->value.p, "",
           (int)remark.n, remark.p);
    if (ruled)
        printf("%16s%13.*s  %s\n", "", (int)full.n, full.p, match_rule_name(piece->rule));
    print_part(op, piece->shared, "others have it too");
    print_part(op, piece->partners, "several partners say so");
    print_part(op, piece->grade, "grade of the sources");
    print_part(op, piece->time, "not at the same time");
    print_part(op, piece->listed, "on a list of hubs");
    print_records(op, "endpoint", &evidence->endpoint, examples->endpoint, examples->endpoint_count);
    print_records(op, "site", &evidence->site, examples->site, examples->site_count);
}

/* "account, contact and name": the families that show one hand behind both. */
static struct bytes hand_families(struct op *op)
{
    struct buf buf;

    buf_init(&buf, op->arena);
    for (enum match_family family = 0; family < FAMILY_COUNT; family++)
        if (!match_family_direct(family))
            buf_printf(&buf, "%s%s", buf.n > 0 ? ", " : "", match_family_name(family));
    return buf_bytes(&buf);
}

/* What chose the bound on one hand. */
static struct bytes bound_text(struct op *op, const struct match_waterfall *waterfall)
{
    if (waterfall->bound_us == MATCH_OWN)
        return BYTES("an address between the two is no other endpoint's");
    return bytes_printf(op->arena, "their lives lie %lld days apart", (long long)(waterfall->apart_us / INSTANT_DAY));
}

/* What is taken off because one hand behind both is not yet a payment, and how it comes about. */
static void print_hand(struct op *op, const struct link_explanation *explanation)
{
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct bytes bits = match_bits_print(op->arena, waterfall->hand), families = hand_families(op);
    struct bytes why = bound_text(op, waterfall);
    struct bytes most = match_bits_print(op->arena, match_hand_most(&explanation->model.model, waterfall->bound_us));

    if (waterfall->hand != 0)
        printf("%14.*s  one hand behind both may run other endpoints and sites: prior and %.*s show at most %.*s\n%16s"
               "and a 64th of what goes beyond, %.*s\n",
               (int)bits.n, bits.p, (int)families.n, families.p, (int)most.n, most.p, "", (int)why.n, why.p);
}

static void print_apart(struct op *op, const struct match_waterfall *waterfall)
{
    struct bytes text = match_bits_print(op->arena, waterfall->apart);

    if (waterfall->apart != 0)
        printf("%14.*s  contrary: their lives lie %lld days apart\n", (int)text.n, text.p,
               (long long)(waterfall->apart_us / INSTANT_DAY));
}

static void print_contrary(struct op *op, uint32_t contrary)
{
    for (enum match_contrary i = 0; i < CONTRARY_COUNT; i++) {
        struct bytes bits = match_bits_print(op->arena, match_contrary_bits(i));

        if ((contrary & 1U << i) != 0)
            printf("%14.*s  contrary: %s (%s)\n", (int)bits.n, bits.p, match_contrary_text(i), match_contrary_name(i));
    }
}

/* The value by which the third is kin, what of it is left, and who says so. */
static void print_kin(struct op *op, const struct link_hop *hop, const struct match_hop_parts *parts)
{
    const char *side = hop->hop.via_site ? "site" : "endpoint";
    struct bytes kin = match_bits_print(op->arena, parts->kin), full = match_bits_print(op->arena, parts->full);

    printf("%14.*s  the third is kin: %s, shared by %d %ss%s\n", (int)kin.n, kin.p, trait_kind_name(hop->hop.kind),
           hop->hop.shared, side, hop->hop.ruled ? "; an analyst has ruled that it is no hub in this case" : "");
    print_part(op, parts->kin - parts->full - parts->others, "prior: two taken at random");
    printf("%16s%13.*s  %s: %s\n", "", (int)full.n, full.p, match_kin_name(hop->hop.via_site, hop->hop.kind),
           match_kin_text(hop->hop.via_site, hop->hop.kind));
    print_part(op, parts->others, "others have it too");
    if (hop->value.n == 0) {
        printf("%16sthe records have changed since the list was made: run efc correlate\n", "");
        return;
    }
    printf("%16s%s = %.*s\n", "", trait_kind_name(hop->hop.kind), (int)hop->value.n, hop->value.p);
    print_records(op, side, &hop->one, hop->one_records, hop->one_count);
    print_records(op, "the third", &hop->third, hop->third_records, hop->third_count);
}

/* What the model makes of each bit above the least, when it is not one. */
static void print_third(struct op *op, const struct model *model, const struct match_hop_parts *parts)
{
    struct bytes bits = match_bits_print(op->arena, parts->third), least = match_bits_print(op->arena, MATCH_THIRD_LEAST);
    struct bytes each = match_bits_print(op->arena, model->third);

    if (model->third != MICRO)
        printf("%14.*s  third: each bit above %.*s, the least that is kept of such links, is taken for %.*s\n", (int)bits.n,
               bits.p, (int)least.n, least.p, (int)each.n, each.p);
}

/* The way over a third, and whether it stands in place of the sum above. */
static void print_hop(struct op *op, const struct link_explanation *explanation)
{
    const struct link_hop *hop = explanation->hop;
    const struct match_hop_parts parts = match_hop_explain(&explanation->model.model, &hop->hop);
    struct bytes bits = match_bits_print(op->arena, hop->bits), link = match_bits_print(op->arena, hop->hop.link_bits);
    struct bytes most = match_bits_print(op->arena, parts.most), loss = match_bits_print(op->arena, parts.loss);

    printf("\ntwo hops, by way of %.*s%s\n", (int)hop->via.n, hop->via.p,
           explanation->two_hops ? "" : "; not counted: the two have more in common themselves");
    printf("%14.*s  the link of the third to the %s\n", (int)link.n, link.p, hop->hop.via_site ? "endpoint" : "site");
    print_kin(op, hop, &parts);
    printf("%14.*s  the most that one hand behind both shows, their lives lie %lld days apart\n", (int)most.n, most.p,
           (long long)(hop->hop.apart_us / INSTANT_DAY));
    printf("%14.*s  lost on the way; added to the least of the three\n", (int)loss.n, loss.p);
    print_third(op, &explanation->model.model, &parts);
    printf("%14.*s  two hops: probability %.6f; never acted on without people\n", (int)bits.n, bits.p,
           match_probability(hop->bits));
}

void link_waterfall_print(struct op *op, const struct link_explanation *explanation)
{
    const struct match_waterfall *waterfall = &explanation->waterfall;
    struct bytes bits = match_bits_print(op->arena, waterfall->score.bits);

    print_head(op, explanation);
    for (size_t i = 0; i < waterfall->count; i++)
        print_piece(op, &waterfall->pieces[i], &explanation->examples[waterfall->pieces[i].evidence - explanation->evidence]);
    print_hand(op, explanation);
    print_apart(op, waterfall);
    print_contrary(op, waterfall->contrary);
    printf("%14.*s  in all: probability %.6f\n", (int)bits.n, bits.p, match_probability(waterfall->score.bits));
    if (explanation->hop != NULL)
        print_hop(op, explanation);
}
