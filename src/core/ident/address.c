#include "core/ident/address.h"

#include <string.h>

#include "core/ident/base58.h"

struct bytes address_of_uri(struct bytes text, const char *scheme)
{
    size_t n = strlen(scheme);
    size_t at;

    if (text.n > n && text.p[n] == ':' && bytes_equal_fold(bytes_slice(text, 0, n), bytes_of(scheme))) {
        text = bytes_from(text, n + 1);
        if (bytes_start(text, BYTES("//")))
            text = bytes_from(text, 2);
    }
    if (bytes_find(text, '?', &at))
        text = bytes_slice(text, 0, at);
    return bytes_trim(text);
}

enum reason address_base58_fault(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if (base58_digit(BASE58_BITCOIN, text.p[i]) < 0)
            return REASON_bad_character;
    return REASON_address_checksum;
}
