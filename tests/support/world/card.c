#include "world/card.h"

#include <string.h>

#include "core/ident/check_digit.h"

/* Without their last digit, which is computed. */
static const char *const bodies[] = {"411111111111111", "401288888888188", "422222222222",   "555555555555444",
                                     "510510510510510", "37828224631000",  "37144963539843", "601111111111111",
                                     "601100099013942", "3056930902590",   "3852000002323",  "353011133330000",
                                     "356600202036050", "222300312200322"};

static struct bytes card_number(struct outlet_set *set, struct arena *arena)
{
    const char *body = bodies[rng_below(&set->rng, COUNT_OF(bodies))];

    return bytes_printf(arena, "%s%u", body, luhn_digit(body, strlen(body)));
}

struct bytes card_spelled(struct outlet_set *set, struct arena *arena)
{
    static const char separators[] = {'\0', ' ', '-'};
    struct bytes number = card_number(set, arena);
    char separator = separators[rng_below(&set->rng, sizeof(separators))];
    struct buf text;

    fprintf(set->card_numbers, "%.*s\n", (int)number.n, number.p);
    buf_init(&text, arena);
    for (size_t i = 0; i < number.n; i++) {
        if (separator != '\0' && i > 0 && i % 4 == 0 && number.n == 16)
            buf_putc(&text, separator);
        buf_putc(&text, number.p[i]);
    }
    return buf_bytes(&text);
}

struct bytes card_truncated(struct outlet_set *set, struct arena *arena)
{
    struct bytes number = card_number(set, arena);

    return bytes_printf(arena, "%.6s******%.4s", number.p, number.p + number.n - 4);
}
