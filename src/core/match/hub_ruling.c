#include "core/hub_ruling.h"

#include <stdlib.h>

static int by_pair(const struct hub_ruling *a, const struct uuid *site, const struct uuid *endpoint)
{
    int order = uuid_compare(&a->site, site);

    return order != 0 || endpoint == NULL ? order : uuid_compare(&a->endpoint, endpoint);
}

static int by_value(const struct hub_ruling *a, enum trait_kind kind, uint64_t hash, struct bytes value)
{
    if (a->kind != kind)
        return a->kind < kind ? -1 : 1;
    if (a->hash != hash)
        return a->hash < hash ? -1 : 1;
    return bytes_compare(a->value, value);
}

static int compare(const void *a, const void *b)
{
    const struct hub_ruling *x = a, *y = b;
    int order = by_pair(x, &y->site, &y->endpoint);

    if (order == 0)
        order = by_value(x, y->kind, y->hash, y->value);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

void hub_rulings_sort(struct hub_rulings *rulings)
{
    if (rulings->count > 0)
        qsort(rulings->items, rulings->count, sizeof(*rulings->items), compare);
}

/* The first that is not below the pair, or the first that is above it. */
static size_t bound(const struct hub_rulings *rulings, const struct uuid *site, const struct uuid *endpoint, bool above)
{
    size_t low = 0, high = rulings->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = by_pair(&rulings->items[middle], site, endpoint);

        if (order < 0 || (above && order == 0))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct hub_rulings hub_rulings_of(const struct hub_rulings *rulings, const struct uuid *site, const struct uuid *endpoint)
{
    if (rulings == NULL || rulings->count == 0)
        return (struct hub_rulings){0};
    size_t first = bound(rulings, site, endpoint, false), end = bound(rulings, site, endpoint, true);

    return (struct hub_rulings){rulings->items + first, end - first};
}

void hub_rulings_apply(const struct hub_rulings *rulings, const struct uuid *endpoint, const struct uuid *site,
                       struct evidence *evidence, size_t count)
{
    struct hub_rulings pair = hub_rulings_of(rulings, site, endpoint);

    for (size_t i = 0; i < pair.count; i++)
        for (size_t k = 0; k < count; k++)
            if (by_value(&pair.items[i], evidence[k].kind, evidence[k].hash, evidence[k].value) == 0)
                evidence[k].ruling = pair.items[i].ruling;
}
