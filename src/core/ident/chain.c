/*
 * chain: the block chains that partners name, and the kind of address each has (chain.def).
 */
#include "core/ident.h"

struct chain {
    const char *name;
    enum ident_kind kind;
};

static const struct chain chains[] = {
#define CHAIN(name, kind) {name, IDENT_##kind},
#include "core/ident/chain.def"
#undef CHAIN
};

bool ident_chain_find(struct bytes name, enum ident_kind *ret)
{
    name = bytes_trim(name);
    for (size_t i = 0; i < COUNT_OF(chains); i++)
        if (bytes_equal_fold(name, bytes_of(chains[i].name))) {
            *ret = chains[i].kind;
            return true;
        }
    return false;
}
