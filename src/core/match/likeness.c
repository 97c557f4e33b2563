/* Letters of one name that stand near enough in the other are common to both; what of them is out of order counts half. */
#include "core/match.h"

#define LETTERS_MOST 64 /* of a name that are compared: the bits of a word */
#define PREFIX_MOST 4
#define PREFIX_PARTS 10 /* each common first letter takes a tenth of what is missing */

struct letters {
    uint32_t items[LETTERS_MOST];
    size_t count;
    uint64_t common; /* a bit for each that the other has, too */
};

static void read_letters(struct bytes name, struct letters *ret)
{
    size_t n;

    ret->count = 0;
    ret->common = 0;
    while (ret->count < LETTERS_MOST && (n = utf8_next(name, &ret->items[ret->count])) > 0) {
        name = bytes_from(name, n);
        ret->count++;
    }
}

/* Each letter of a takes the first free one of b that is no further away than the window. */
static int64_t find_common(struct letters *a, struct letters *b)
{
    size_t longer = a->count > b->count ? a->count : b->count, window = longer / 2 > 0 ? longer / 2 - 1 : 0;
    int64_t found = 0;

    for (size_t i = 0; i < a->count; i++) {
        size_t first = i > window ? i - window : 0, end = i + window + 1 < b->count ? i + window + 1 : b->count, k = first;

        while (k < end && (b->items[k] != a->items[i] || (b->common >> k & 1) != 0))
            k++;
        if (k >= end)
            continue;
        a->common |= UINT64_C(1) << i;
        b->common |= UINT64_C(1) << k;
        found++;
    }
    return found;
}

static int64_t count_moved(const struct letters *a, const struct letters *b)
{
    int64_t moved = 0;
    size_t k = 0;

    for (size_t i = 0; i < a->count; i++) {
        if ((a->common >> i & 1) == 0)
            continue;
        while ((b->common >> k & 1) == 0)
            k++;
        moved += a->items[i] != b->items[k++];
    }
    return moved;
}

static int64_t common_start(const struct letters *a, const struct letters *b)
{
    size_t n = 0;

    while (n < PREFIX_MOST && n < a->count && n < b->count && a->items[n] == b->items[n])
        n++;
    return (int64_t)n;
}

/* In fractions of whole numbers, so that nothing depends on how a machine rounds. */
int32_t match_likeness(struct bytes a_name, struct bytes b_name)
{
    struct letters a, b;

    read_letters(a_name, &a);
    read_letters(b_name, &b);
    int64_t na = (int64_t)a.count, nb = (int64_t)b.count, m = find_common(&a, &b);

    if (m == 0)
        return 0;
    int64_t moved = count_moved(&a, &b), prefix = common_start(&a, &b), whole = 6 * na * nb * m;
    int64_t jaro = 2 * m * m * (na + nb) + (2 * m - moved) * na * nb;

    return (int32_t)((MATCH_LIKENESS_WHOLE * (PREFIX_PARTS * jaro + prefix * (whole - jaro))) / (PREFIX_PARTS * whole));
}

void match_liken(struct evidence *evidence, struct bytes endpoint_name, struct bytes site_name)
{
    int32_t likeness = match_likeness(endpoint_name, site_name);

    if (likeness <= evidence->likeness)
        return;
    evidence->likeness = likeness;
    evidence->endpoint_name = endpoint_name;
    evidence->site_name = site_name;
}

void match_liken_all(struct evidence *evidence, struct bytes endpoint_names, struct bytes site_names)
{
    struct bytes endpoint_name, site_name;

    while (bytes_next_part(&endpoint_names, ' ', &endpoint_name))
        for (struct bytes rest = site_names; bytes_next_part(&rest, ' ', &site_name);)
            match_liken(evidence, endpoint_name, site_name);
}
