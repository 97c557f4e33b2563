#include "core/webhook.h"

#include <inttypes.h>
#include <sodium.h>

#include "base/hash.h"

#define KEY_LEAST 24
#define KEY_MOST 64

bool webhook_key_parse(struct arena *arena, struct bytes text, struct bytes *ret_key)
{
    struct bytes key;

    if (!bytes_start(text, BYTES("whsec_")) || !base64_parse(arena, bytes_from(text, sizeof("whsec_") - 1), &key) ||
        key.n < KEY_LEAST || key.n > KEY_MOST)
        return false;
    *ret_key = key;
    return true;
}

struct bytes webhook_sign(struct arena *arena, struct bytes key, struct bytes id, int64_t seconds, struct bytes body)
{
    struct bytes head = bytes_printf(arena, "%.*s.%" PRId64 ".", (int)id.n, id.p, seconds);
    crypto_auth_hmacsha256_state state;
    unsigned char mac[crypto_auth_hmacsha256_BYTES];
    struct bytes text;

    crypto_auth_hmacsha256_init(&state, (const unsigned char *)key.p, key.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)head.p, head.n);
    crypto_auth_hmacsha256_update(&state, (const unsigned char *)body.p, body.n);
    crypto_auth_hmacsha256_final(&state, mac);
    sodium_memzero(&state, sizeof(state));
    text = base64_print(arena, (struct bytes){(const char *)mac, sizeof(mac)});
    return bytes_printf(arena, "v1,%.*s", (int)text.n, text.p);
}

bool webhook_check(struct arena *arena, struct bytes key, struct bytes id, int64_t seconds, struct bytes body,
                   struct bytes signatures)
{
    struct bytes ours = webhook_sign(arena, key, id, seconds, body), one;
    bool found = false;

    while (bytes_next_part(&signatures, ' ', &one))
        found |= one.n == ours.n && sodium_memcmp(one.p, ours.p, ours.n) == 0;
    return found;
}
