/*
 * checkpoint.h: size and root of the audit log as a text that outsiders keep and check, and the key that signs it.
 *
 * Shape   a C2SP tlog-checkpoint: origin, size, root in base64, an empty line, one signature line "— <origin> <base64>" for each key.
 *         Without a key the note ends behind the empty line: it tells the root, but does not prove who told it.
 *         A key is one line: PRIVATE+KEY+<origin>+<id>+<base64> signs, <origin>+<id>+<base64> checks (Ed25519, as in signed-note).
 * Memory  results live in the arena that is passed.
 * Errors  ST_INPUT with what is wrong, never a part of a key.
 * Source  c2sp.org/tlog-checkpoint, c2sp.org/signed-note, RFC 8032
 */
#ifndef CORE_CHECKPOINT_H
#define CORE_CHECKPOINT_H

#include "base/hash.h"
#include "base/op.h"

#define CHECKPOINT_LIMIT 16384 /* bytes of a note that is read */

struct checkpoint {
    struct bytes origin;
    uint64_t size;
    struct sha256 root;
};

struct checkpoint_key {
    struct bytes origin; /* name of the log; set even when there is no key */
    bool can_check;
    bool can_sign;
    uint8_t id[4];
    uint8_t public_key[32];
    uint8_t secret_key[64];
};

/* The key that the seed makes, for the log `origin`: 1 to 200 bytes of UTF-8 without spaces, control characters and '+'. */
MUST_CHECK enum status checkpoint_key_new(struct op *op, struct bytes origin, const uint8_t seed[32], struct checkpoint_key *ret);
/* No key: notes come out unsigned. */
struct checkpoint_key checkpoint_key_none(struct bytes origin);
/* Takes both forms; white space around it is ignored. */
MUST_CHECK enum status checkpoint_key_parse(struct op *op, struct bytes text, struct checkpoint_key *ret);
struct bytes checkpoint_key_print(struct arena *arena, const struct checkpoint_key *key);        /* for those who check */
struct bytes checkpoint_key_print_secret(struct arena *arena, const struct checkpoint_key *key); /* can_sign only */

/* The note, signed when the key can sign. */
struct bytes checkpoint_print(struct arena *arena, const struct checkpoint *checkpoint, const struct checkpoint_key *key);
MUST_CHECK enum status checkpoint_parse(struct op *op, struct bytes note, struct checkpoint *ret);

/* What the note's signatures say of this key. */
enum checkpoint_trust { CHECKPOINT_UNSIGNED, CHECKPOINT_OTHER_KEY, CHECKPOINT_FORGED, CHECKPOINT_SIGNED };
enum checkpoint_trust checkpoint_check(struct arena *arena, struct bytes note, const struct checkpoint_key *key);

#endif
