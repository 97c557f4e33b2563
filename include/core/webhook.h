/*
 * webhook.h: signatures of messages to partners.
 *
 * Shape   HMAC-SHA256 over "<id>.<seconds>.<body>", printed as "v1,<base64>"; the key is "whsec_<base64 of 24 to 64 bytes>".
 *         Headers: webhook-id (the idempotency key), webhook-timestamp (seconds since 1970), webhook-signature.
 * Memory  results live in the arena.
 * Source  Standard Webhooks 1.0.0 (symmetric signatures)
 */
#ifndef CORE_WEBHOOK_H
#define CORE_WEBHOOK_H

#include "base/bytes.h"

/* False when the text is no key. */
bool webhook_key_parse(struct arena *arena, struct bytes text, struct bytes *ret_key);
struct bytes webhook_sign(struct arena *arena, struct bytes key, struct bytes id, int64_t seconds, struct bytes body);
/* Whether one of the space-separated signatures of the header is ours; in constant time for each. */
bool webhook_check(struct arena *arena, struct bytes key, struct bytes id, int64_t seconds, struct bytes body,
                   struct bytes signatures);

#endif
