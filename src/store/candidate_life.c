#include "candidate_life.h"

static const char *const findings[FINDING_COUNT] = {"commercial", "not commercial", "illegal", "not illegal"};

/* Not known: no distance to others. */
void candidate_life_init(struct candidate_life *life)
{
    *life = (struct candidate_life){.first_us = INT64_MIN, .last_us = INT64_MAX};
    for (size_t i = 0; i < FINDING_COUNT; i++)
        life->found_us[i] = INT64_MIN;
}

/* An entity lived as long as its records name it. */
static void take_self(struct candidate_life *life, struct arena *arena, enum trait_kind kind, const struct copy_value *row)
{
    int64_t first_us = value_instant(&row[8]), last_us = value_instant(&row[9]);
    struct bytes acquirer = kind == TRAIT_endpoint ? match_acquirer(value_text(&row[3])) : BYTES_NONE;

    if (life->first_us == INT64_MIN || first_us < life->first_us)
        life->first_us = first_us;
    if (life->last_us == INT64_MAX || last_us > life->last_us)
        life->last_us = last_us;
    if (acquirer.n > 0 && (life->acquirer.n == 0 || bytes_compare(acquirer, life->acquirer) < 0))
        life->acquirer = bytes_copy(arena, acquirer);
}

static void take_acquirer(struct candidate_life *life, struct arena *arena, const struct copy_value *row)
{
    struct candidate_acquirer *acquirer = arena_new_of(arena, struct candidate_acquirer);

    *acquirer = (struct candidate_acquirer){life->acquirers, bytes_copy(arena, value_text(&row[3])), value_instant(&row[8]),
                                            value_instant(&row[9])};
    life->acquirers = acquirer;
}

static void take_finding(struct candidate_life *life, const struct copy_value *row)
{
    int64_t last_us = value_instant(&row[9]);

    for (size_t i = 0; i < FINDING_COUNT; i++)
        if (bytes_is(value_text(&row[3]), findings[i]) && last_us > life->found_us[i])
            life->found_us[i] = last_us;
}

void candidate_life_take(struct candidate_life *life, struct arena *arena, enum trait_kind own, const struct copy_value *row)
{
    enum trait_kind kind = (enum trait_kind)value_i16(&row[2]);

    if (kind == own && value_i16(&row[4]) == ROLE_self)
        take_self(life, arena, kind, row);
    if (kind == TRAIT_acquirer)
        take_acquirer(life, arena, row);
    if (kind == TRAIT_assessment)
        take_finding(life, row);
}

/* A purchase went to another acquirer while the endpoint lived, and none ever went to its own. */
static bool is_elsewhere(const struct candidate_life *endpoint, const struct candidate_life *site)
{
    bool elsewhere = false;

    if (endpoint->acquirer.n == 0)
        return false;
    for (const struct candidate_acquirer *a = site->acquirers; a != NULL; a = a->next) {
        if (match_same_acquirer(a->name, endpoint->acquirer))
            return false;
        elsewhere = elsewhere || (a->first_us <= endpoint->last_us && a->last_us >= endpoint->first_us);
    }
    return elsewhere;
}

void candidate_life_compare(const struct candidate_life *endpoint, const struct candidate_life *site, struct match_pair *ret)
{
    uint32_t contrary = endpoint->contrary;

    if (is_elsewhere(endpoint, site))
        contrary |= 1U << CONTRARY_other_acquirer;
    if (site->found_us[FINDING_not_commercial] > site->found_us[FINDING_commercial])
        contrary |= 1U << CONTRARY_not_commercial;
    if (site->found_us[FINDING_not_illegal] > site->found_us[FINDING_illegal])
        contrary |= 1U << CONTRARY_not_illegal;
    ret->lives = (struct match_lives){endpoint->first_us, endpoint->last_us, site->first_us, site->last_us};
    ret->contrary = contrary;
}
