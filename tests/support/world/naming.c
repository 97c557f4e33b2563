#include "world/naming.h"

#include "base/annotate.h"
#include "base/buf.h"

#define PICK(rng, list) (list)[rng_below((rng), COUNT_OF(list))]
#define CUT_LEAST 5 /* letters that are left of a name that is cut */

static const char *const suffixes[] = {"example", "example", "example", "test", "invalid"};
static const char *const common[] = {"shop", "store", "online", "24", "world", "pay", "club", "vip", "hub", "direct"};

void naming_init(struct world *world, struct arena *arena)
{
    map_init(&world->domains, arena);
}

/* One letter left out, doubled, or changed with the next. */
static struct bytes misspelt(struct world *world, struct bytes label)
{
    size_t at = rng_below(&world->rng, label.n - 1);
    uint64_t how = rng_below(&world->rng, 3);
    struct buf buf;

    buf_init(&buf, world->arena);
    buf_put(&buf, bytes_slice(label, 0, at));
    if (how > 0)
        buf_putc(&buf, label.p[how == 1 ? at : at + 1]);
    if (how > 0)
        buf_putc(&buf, label.p[at]);
    buf_put(&buf, bytes_from(label, how == 2 ? at + 2 : at + 1));
    return buf_bytes(&buf);
}

static struct bytes plain(struct world *world, struct bytes brand)
{
    struct bytes label = word_joined(world->arena, brand);
    const char *word = PICK(&world->rng, common), *between = rng_chance(&world->rng, 0.3) ? "-" : "";

    if (rng_chance(&world->rng, 0.5))
        return label;
    return rng_chance(&world->rng, 0.7) ? bytes_printf(world->arena, "%.*s%s%s", (int)label.n, label.p, between, word)
                                        : bytes_printf(world->arena, "%s%s%.*s", word, between, (int)label.n, label.p);
}

static struct bytes sloppy(struct world *world, struct bytes brand)
{
    double dice = rng_unit(&world->rng);

    if (dice < 0.35)
        return plain(world, word_brand(world->arena, &world->rng));
    struct bytes label = plain(world, brand);

    if (dice < 0.6 && label.n > CUT_LEAST)
        return misspelt(world, label);
    return dice < 0.8 && label.n > CUT_LEAST ? bytes_slice(label, 0, CUT_LEAST + rng_below(&world->rng, label.n - CUT_LEAST))
                                             : label;
}

/* The first that nobody has: the name, then with a number behind it. */
static struct bytes free_domain(struct world *world, struct bytes label)
{
    const char *suffix = PICK(&world->rng, suffixes);

    if (label.n > 0 && label.p[label.n - 1] == '-')
        label.n--;
    for (int number = 1;; number++) {
        struct bytes domain = number == 1 ? bytes_printf(world->arena, "%.*s.%s", (int)label.n, label.p, suffix)
                                          : bytes_printf(world->arena, "%.*s%d.%s", (int)label.n, label.p, number, suffix);

        if (map_find(&world->domains, domain) != NULL)
            continue;
        *map_put(&world->domains, bytes_copy(world->domains.arena, domain)) = world;
        return domain;
    }
}

struct bytes naming_domain(struct world *world, struct bytes brand)
{
    uint64_t number = world->next_domain++;

    if (world->settings.naming == NAMING_numbered)
        return word_domain(world->arena, &world->rng, brand, number);
    return free_domain(world, world->settings.naming == NAMING_plain ? plain(world, brand) : sloppy(world, brand));
}
