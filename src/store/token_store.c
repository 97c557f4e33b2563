#include "store/token_store.h"

#include <sodium.h>

#include "base/instant.h"
#include "base/json.h"
#include "core/leaf.h"
#include "store/audit_store.h"
#include "store/partner_store.h"

#define SECRET_BYTES 32

static const struct bytes token_prefix = {"efc_", 4};

/* ---- the text of a token ---- */

struct bytes token_new(struct arena *arena, struct token *ret)
{
    uint8_t id[TOKEN_ID_DIGITS / 2], secret[SECRET_BYTES];
    char text[TOKEN_SECRET_CHARS + 1];

    randombytes_buf(id, sizeof(id));
    randombytes_buf(secret, sizeof(secret));
    sodium_bin2base64(text, sizeof(text), secret, sizeof(secret), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(secret, sizeof(secret));
    ret->id = hex_print(arena, (struct bytes){(const char *)id, sizeof(id)});
    sha256_bytes((struct bytes){text, TOKEN_SECRET_CHARS}, &ret->sha256);
    return bytes_printf(arena, "efc_%.*s_%s", (int)ret->id.n, ret->id.p, text);
}

bool token_parse(struct bytes text, struct bytes *ret_id, struct sha256 *ret_sha256)
{
    struct bytes id = bytes_slice(text, token_prefix.n, TOKEN_ID_DIGITS);

    if (text.n != token_prefix.n + TOKEN_ID_DIGITS + 1 + TOKEN_SECRET_CHARS || !bytes_start(text, token_prefix))
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!ascii_digit(id.p[i]) && !(id.p[i] >= 'a' && id.p[i] <= 'f'))
            return false;
    *ret_id = id;
    sha256_bytes(bytes_from(text, token_prefix.n + TOKEN_ID_DIGITS + 1), ret_sha256);
    return text.p[token_prefix.n + TOKEN_ID_DIGITS] == '_';
}

/* ---- rows ---- */

static struct bytes scopes_text(struct arena *arena, const struct token *token)
{
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < token->scope_count; i++) {
        buf_puts(&buf, i == 0 ? "" : " ");
        buf_put(&buf, token->scopes[i]);
    }
    return buf_bytes(&buf);
}

/* Cells as copy_tokens.sql reads them back. */
static struct bytes row_hash(struct op *op, const struct token *token)
{
    struct bytes hash = sha256_print(op->arena, &token->sha256);
    const struct bytes cells[] = {token->id,
                                  token->partner,
                                  token->is_certificate ? BYTES_NONE : hash,
                                  token->is_certificate ? hash : BYTES_NONE,
                                  scopes_text(op->arena, token),
                                  instant_print(op->arena, op->now_us),
                                  instant_print(op->arena, token->expires_us)};

    return leaf_row_hash(op->arena, cells, COUNT_OF(cells));
}

static struct bytes detail_of(struct op *op, const struct token *token)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "kind", token->is_certificate ? BYTES("certificate") : BYTES("token"));
    json_key_string(&out, "partner", token->partner);
    json_key(&out, "scopes");
    json_open(&out, '[');
    for (size_t i = 0; i < token->scope_count; i++)
        json_string(&out, token->scopes[i]);
    json_close(&out, ']');
    json_key_string(&out, "sha256", row_hash(op, token));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static enum status put_work(struct op *op, struct db *db, void *arg)
{
    const struct token *token = arg;
    struct param hash = param_bytea(sha256_raw(&token->sha256));
    struct param params[] = {param_text(token->id),
                             param_text(token->partner),
                             token->is_certificate ? param_text(BYTES_NONE) : hash,
                             token->is_certificate ? hash : param_text(BYTES_NONE),
                             param_text_array(op->arena, token->scopes, token->scope_count),
                             param_instant(op->arena, op->now_us),
                             param_instant(op->arena, token->expires_us)};
    struct partner partner;
    enum status st = partner_find(op, db, token->partner, &partner);

    if (st == ST_NOTFOUND)
        return op_fail(op, st, "there is no such partner");
    if (st == ST_OK)
        st = db_do(op, db, &Q_TOKEN_PUT, params);
    return st == ST_OK ? audit_append(op, db, "token.add", token->id, detail_of(op, token), NULL) : st;
}

enum status token_put(struct op *op, struct db *db, const struct token *token)
{
    return db_unit(op, db, put_work, (void *)token);
}

static enum status token_read(struct op *op, const PGresult *res, struct token *ret)
{
    struct bytes hash;
    struct token token = {.id = bytes_copy(op->arena, cell_text(res, 0, 0)),
                          .partner = bytes_copy(op->arena, cell_text(res, 0, 1)),
                          .partner_number = (int16_t)cell_i64(res, 0, 2),
                          .scope_list = bytes_copy(op->arena, cell_text(res, 0, 4)),
                          .expires_us = cell_instant(res, 0, 5),
                          .revoked = !cell_is_null(res, 0, 6)};

    hash = cell_bytea(op->arena, res, 0, 3);
    if (hash.n != sizeof(token.sha256.b))
        return op_fail(op, ST_BUG, "the hash of a token has %zu bytes", hash.n);
    for (size_t i = 0; i < hash.n; i++)
        token.sha256.b[i] = (uint8_t)hash.p[i];
    *ret = token;
    return ST_OK;
}

enum status token_find(struct op *op, struct db *db, struct bytes id, struct token *ret)
{
    struct param params[] = {param_text(id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_TOKEN_FIND, params, &res);

    if (st != ST_OK)
        return st;
    return PQntuples(res) == 0 ? ST_NOTFOUND : token_read(op, res, ret);
}

enum status token_find_certificate(struct op *op, struct db *db, const struct sha256 *sha256, struct token *ret)
{
    struct param params[] = {param_bytea(sha256_raw(sha256)), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_TOKEN_FIND_CERTIFICATE, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    ret->is_certificate = true;
    return token_read(op, res, ret);
}

static enum status revoke_work(struct op *op, struct db *db, void *arg)
{
    const struct bytes *id = arg;
    struct param params[] = {param_text(*id), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_TOKEN_REVOKE, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no token in force with this id");
    return audit_append(op, db, "token.revoke", *id, BYTES_NONE, NULL);
}

enum status token_revoke(struct op *op, struct db *db, struct bytes id)
{
    return db_unit(op, db, revoke_work, &id);
}

enum status token_touch(struct op *op, struct db *db, struct bytes id)
{
    struct param params[] = {param_text(id), param_instant(op->arena, op->now_us)};

    return db_do(op, db, &Q_TOKEN_TOUCH, params);
}
