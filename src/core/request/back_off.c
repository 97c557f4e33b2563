#include "core/back_off.h"

int64_t back_off_us(const struct back_off *back_off, int64_t failures, uint64_t random)
{
    int64_t wait = back_off->first_us < back_off->most_us ? back_off->first_us : back_off->most_us;

    for (int64_t i = 1; i < failures && wait < back_off->most_us; i++)
        wait = wait > back_off->most_us / 2 ? back_off->most_us : wait * 2;
    return wait - wait / 2 + (int64_t)(random % ((uint64_t)(wait / 2) + 1));
}
