#include "core/currency.h"

#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"

struct currency {
    char code[4];
    unsigned digits;
};

static const struct currency currencies[] = {
#define CURRENCY(code, digits) {#code, digits},
#include "core/currency.def"
#undef CURRENCY
};

static int currency_order(const void *code, const void *currency)
{
    return memcmp(code, ((const struct currency *)currency)->code, 3);
}

bool currency_digits(struct bytes code, unsigned *ret)
{
    const struct currency *currency =
        code.n != 3 ? NULL : bsearch(code.p, currencies, COUNT_OF(currencies), sizeof(currencies[0]), currency_order);

    if (currency == NULL)
        return false;
    *ret = currency->digits;
    return true;
}
