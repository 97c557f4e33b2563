#include "core/ident/keccak.h"

#include <assert.h>
#include <nettle/sha3.h>
#include <string.h>

#define RATE 136

void keccak256(const uint8_t *text, size_t n, uint8_t ret[KECCAK_BYTES])
{
    uint8_t block[RATE] = {0};
    struct sha3_state state = {{0}};

    assert(n <= KECCAK_TEXT_MOST);
    memcpy(block, text, n);
    block[n] ^= 0x01;
    block[RATE - 1] ^= 0x80;
    for (size_t i = 0; i < RATE; i++)
        state.a[i / 8] |= (uint64_t)block[i] << (8 * (i % 8));
    sha3_permute(&state);
    for (size_t i = 0; i < KECCAK_BYTES; i++)
        ret[i] = (uint8_t)(state.a[i / 8] >> (8 * (i % 8)));
}
