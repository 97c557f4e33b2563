/*
 * token_store.h: what partners show to be let in: bearer tokens and client certificates.
 *
 * Shape   a token is efc_<id, 16 hex digits>_<secret, 43 of base64url: 256 random bits>; only SHA-256 of the secret is kept.
 *         A certificate is known by the SHA-256 of its DER form.
 */
#ifndef STORE_TOKEN_STORE_H
#define STORE_TOKEN_STORE_H

#include "store/db.h"

struct token {
    struct bytes id;
    struct bytes partner;
    int16_t partner_number;
    struct sha256 sha256; /* of the secret or the certificate */
    bool is_certificate;
    const struct bytes *scopes;
    size_t scope_count;
    struct bytes scope_list; /* as token_find() gives them: names with a space between */
    int64_t expires_us;
    bool revoked;
};

/* Adds it, with an audit leaf. ST_NOTFOUND when there is no such partner. */
MUST_CHECK enum status token_put(struct op *op, struct db *db, const struct token *token);
/* ST_NOTFOUND when there is none with this id; the caller compares the hash, and looks at expires_us and revoked. */
MUST_CHECK enum status token_find(struct op *op, struct db *db, struct bytes id, struct token *ret);
/* ST_NOTFOUND when none is in force at op->now_us. */
MUST_CHECK enum status token_find_certificate(struct op *op, struct db *db, const struct sha256 *sha256, struct token *ret);
/* With an audit leaf. ST_NOTFOUND when there is none, or it is revoked already. */
MUST_CHECK enum status token_revoke(struct op *op, struct db *db, struct bytes id);
MUST_CHECK enum status token_touch(struct op *op, struct db *db, struct bytes id);

#define TOKEN_ID_DIGITS 16
#define TOKEN_SECRET_CHARS 43
/* A new one: its text, which is shown once, its id and the hash of its secret. */
struct bytes token_new(struct arena *arena, struct token *ret);
/* Takes the text apart; false when it has not the shape. */
bool token_parse(struct bytes text, struct bytes *ret_id, struct sha256 *ret_sha256);

#endif
