#include "core/ident/html_entity.h"

#include "base/annotate.h"
#include "core/ident/utf8.h"

struct entity {
    const char *name;
    uint32_t code_point;
};

static const struct entity entities[] = {
#define HTML_ENTITY(name, code_point) {name, code_point},
#include "core/ident/html_entity.def"
#undef HTML_ENTITY
};

static bool numeric(struct bytes digits, uint32_t *ret)
{
    unsigned base = 10;
    uint32_t value = 0;

    if (digits.n > 1 && ascii_lower(*digits.p) == 'x') {
        base = 16;
        digits = bytes_from(digits, 1);
    }
    for (size_t i = 0; i < digits.n; i++) {
        unsigned digit = utf8_hex_digit(digits.p[i]);

        if (digit >= base || value > 0x10FFFF)
            return false;
        value = value * base + digit;
    }
    *ret = value;
    return digits.n > 0 && utf8_scalar(value) && value >= ' ';
}

bool html_entity_read(struct bytes name, uint32_t *ret_code_point)
{
    if (name.n > 1 && *name.p == '#')
        return numeric(bytes_from(name, 1), ret_code_point);
    for (size_t i = 0; i < COUNT_OF(entities); i++)
        if (bytes_is(name, entities[i].name)) {
            *ret_code_point = entities[i].code_point;
            return true;
        }
    return false;
}
