#include "core/match.h"

static const struct {
    const char *name;
    int64_t bits;
    const char *text;
} rows[] = {
#define CONTRARY(name, bits, text) {#name, INT64_C(bits), text},
#include "core/match_contrary.def"
#undef CONTRARY
};

int64_t match_contrary_bits(enum match_contrary contrary)
{
    return rows[contrary].bits;
}

const char *match_contrary_name(enum match_contrary contrary)
{
    return rows[contrary].name;
}

const char *match_contrary_text(enum match_contrary contrary)
{
    return rows[contrary].text;
}

bool match_same_acquirer(struct bytes a, struct bytes b)
{
    return a.n < b.n ? bytes_start(b, a) : bytes_start(a, b);
}

struct bytes match_acquirer(struct bytes endpoint)
{
    struct bytes scheme = BYTES("payto://card-acceptor/"), rest, acquirer;

    if (!bytes_start(endpoint, scheme))
        return BYTES_NONE;
    rest = bytes_from(endpoint, scheme.n);
    return bytes_next_part(&rest, '/', &acquirer) ? acquirer : BYTES_NONE;
}
