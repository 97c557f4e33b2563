#include <stdio.h>

#include "core/match.h"
#include "core/purchase.h"

struct bytes match_bits_print(struct arena *arena, int64_t bits)
{
    uint64_t size = bits < 0 ? -(uint64_t)bits : (uint64_t)bits;

    return bytes_printf(arena, "%s%llu.%06llu", bits < 0 ? "-" : "", (unsigned long long)(size / MICRO),
                        (unsigned long long)(size % MICRO));
}

/* 4312 -> "4,312" */
static struct bytes count_text(struct arena *arena, int64_t count, const char *one, const char *many)
{
    struct buf buf;
    char digits[24];
    int n = snprintf(digits, sizeof(digits), "%lld", (long long)count);

    buf_init(&buf, arena);
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_putc(&buf, ',');
        buf_putc(&buf, digits[i]);
    }
    buf_printf(&buf, " %s", count == 1 ? one : many);
    return buf_bytes(&buf);
}

struct bytes match_piece_text(struct arena *arena, const struct match_piece *piece)
{
    const struct evidence *evidence = piece->evidence;
    struct buf buf;

    buf_init(&buf, arena);
    if (evidence->kind == TRAIT_settled) {
        buf_put(&buf, purchase_settled_text(arena, evidence->value));
        buf_puts(&buf, "; ");
    }
    if (evidence->likeness > 0)
        buf_printf(&buf, "%.*s and %.*s are %d.%04d alike; ", (int)evidence->endpoint_name.n, evidence->endpoint_name.p,
                   (int)evidence->site_name.n, evidence->site_name.p, evidence->likeness / MATCH_LIKENESS_WHOLE,
                   evidence->likeness % MATCH_LIKENESS_WHOLE);
    buf_puts(&buf, "shared by ");
    buf_put(&buf, count_text(arena, evidence->endpoints, "endpoint", "endpoints"));
    buf_puts(&buf, " and ");
    buf_put(&buf, count_text(arena, evidence->sites, "site", "sites"));
    if (evidence->hub != HUB_none)
        buf_printf(&buf, "; known as %s", hub_kind_name(evidence->hub));
    if (evidence->ruling != RULING_none)
        buf_printf(&buf, "; an analyst has ruled that it is %s in this case",
                   evidence->ruling == RULING_hub ? "a hub" : "no hub");
    if (piece->verdict == VERDICT_weaker)
        buf_puts(&buf, "; not counted: stronger evidence of its family was");
    if (piece->verdict == VERDICT_elsewhere)
        buf_puts(&buf, "; not counted: the same value says more as other evidence");
    if (piece->verdict == VERDICT_nothing)
        buf_puts(&buf, "; not counted: so many have it that it says nothing");
    if (piece->verdict == VERDICT_no_rule)
        buf_puts(&buf, "; not counted: no rule takes it as evidence");
    return buf_bytes(&buf);
}
