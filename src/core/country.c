#include "core/country.h"

#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"

struct country {
    char code[3];
    const char *name;
};

/* In the order of the codes. */
static const struct country countries[] = {
#define COUNTRY(code, name) {#code, name},
#include "core/country.def"
#undef COUNTRY
};

static int country_order(const void *code, const void *country)
{
    return memcmp(code, ((const struct country *)country)->code, 2);
}

const char *country_name(struct bytes code)
{
    const struct country *country =
        code.n != 2 ? NULL : bsearch(code.p, countries, COUNT_OF(countries), sizeof(countries[0]), country_order);

    return country == NULL ? NULL : country->name;
}

bool country_known(struct bytes code)
{
    return country_name(code) != NULL;
}
