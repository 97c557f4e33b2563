#include "core/checkpoint.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/number.h"

#define ORIGIN_LIMIT 200
#define ED25519 1 /* signature type of signed-note */
#define SECRET_PREFIX "PRIVATE+KEY+"
#define EM_DASH "\xE2\x80\x94 "

/* ---- keys ---- */

static bool origin_is_good(struct bytes origin)
{
    if (origin.n == 0 || origin.n > ORIGIN_LIMIT)
        return false;
    for (size_t i = 0; i < origin.n; i++) /* ASCII only: so no Unicode space needs to be known */
        if (origin.p[i] <= ' ' || origin.p[i] >= 0x7f || origin.p[i] == '+')
            return false;
    return true;
}

static void key_id(struct checkpoint_key *key)
{
    static const char type[] = {'\n', ED25519};
    struct sha256_stream stream;
    struct sha256 hash;

    sha256_begin(&stream);
    sha256_feed(&stream, key->origin);
    sha256_feed(&stream, (struct bytes){type, sizeof(type)});
    sha256_feed(&stream, (struct bytes){(const char *)key->public_key, sizeof(key->public_key)});
    sha256_end(&stream, &hash);
    memcpy(key->id, hash.b, sizeof(key->id));
}

enum status checkpoint_key_new(struct op *op, struct bytes origin, const uint8_t seed[32], struct checkpoint_key *ret)
{
    struct checkpoint_key key = {.origin = origin, .can_check = true, .can_sign = true};

    if (!origin_is_good(origin))
        return op_fail(op, ST_INPUT, "name of the audit log: 1 to %d characters of ASCII, no space and no '+'", ORIGIN_LIMIT);
    crypto_sign_seed_keypair(key.public_key, key.secret_key, seed);
    key_id(&key);
    *ret = key;
    return ST_OK;
}

struct checkpoint_key checkpoint_key_none(struct bytes origin)
{
    return (struct checkpoint_key){.origin = origin};
}

static struct bytes print_key(struct arena *arena, const struct checkpoint_key *key, const char *prefix, const uint8_t *material)
{
    char typed[33] = {ED25519};
    struct bytes id = hex_print(arena, (struct bytes){(const char *)key->id, sizeof(key->id)});

    memcpy(typed + 1, material, 32);
    struct bytes text = base64_print(arena, (struct bytes){typed, sizeof(typed)});

    return bytes_printf(arena, "%s%.*s+%.*s+%.*s", prefix, (int)key->origin.n, key->origin.p, (int)id.n, id.p, (int)text.n,
                        text.p);
}

struct bytes checkpoint_key_print(struct arena *arena, const struct checkpoint_key *key)
{
    return print_key(arena, key, "", key->public_key);
}

struct bytes checkpoint_key_print_secret(struct arena *arena, const struct checkpoint_key *key)
{
    return print_key(arena, key, SECRET_PREFIX, key->secret_key); /* libsodium keeps the seed in its first half */
}

enum status checkpoint_key_parse(struct op *op, struct bytes text, struct checkpoint_key *ret)
{
    struct bytes rest = bytes_trim(text), origin, id, material, raw, id_raw;
    bool secret = bytes_start(rest, BYTES(SECRET_PREFIX));
    struct checkpoint_key key = {.can_check = true};
    enum status st = ST_OK;

    if (secret)
        rest = bytes_from(rest, strlen(SECRET_PREFIX));
    if (!bytes_next_part(&rest, '+', &origin) || !bytes_next_part(&rest, '+', &id))
        return op_fail(op, ST_INPUT, "audit key: not of the form origin+id+key");
    material = rest; /* base64 may hold a '+' */
    if (!hex_parse(op->arena, id, &id_raw) || id_raw.n != sizeof(key.id) || !base64_parse(op->arena, material, &raw) ||
        raw.n != 33)
        return op_fail(op, ST_INPUT, "audit key: its id or its key is not well formed");
    if (raw.p[0] != ED25519 || !origin_is_good(origin))
        return op_fail(op, ST_INPUT, "audit key: not an Ed25519 key, or its name is not well formed");
    if (secret)
        st = checkpoint_key_new(op, bytes_copy(op->arena, origin), (const uint8_t *)raw.p + 1, &key);
    key.origin = bytes_copy(op->arena, origin);
    if (!secret) {
        memcpy(key.public_key, raw.p + 1, sizeof(key.public_key));
        key_id(&key);
    }
    if (st == ST_OK && memcmp(key.id, id_raw.p, sizeof(key.id)) != 0)
        return op_fail(op, ST_INPUT, "audit key: the id does not belong to this name and key");
    if (st == ST_OK)
        *ret = key;
    return st;
}

/* ---- notes ---- */

static void put_signature(struct buf *buf, struct bytes body, const struct checkpoint_key *key)
{
    char text[sizeof(key->id) + crypto_sign_BYTES];

    memcpy(text, key->id, sizeof(key->id));
    crypto_sign_detached((unsigned char *)text + sizeof(key->id), NULL, (const unsigned char *)body.p, body.n, key->secret_key);
    buf_puts(buf, EM_DASH);
    buf_put(buf, key->origin);
    buf_putc(buf, ' ');
    buf_put(buf, base64_print(buf->arena, (struct bytes){text, sizeof(text)}));
    buf_putc(buf, '\n');
}

struct bytes checkpoint_print(struct arena *arena, const struct checkpoint *checkpoint, const struct checkpoint_key *key)
{
    struct bytes root = base64_print(arena, sha256_raw(&checkpoint->root));
    struct bytes body = bytes_printf(arena, "%.*s\n%" PRIu64 "\n%.*s\n", (int)checkpoint->origin.n, checkpoint->origin.p,
                                     checkpoint->size, (int)root.n, root.p);
    struct buf buf;

    buf_init(&buf, arena);
    buf_put(&buf, body);
    buf_putc(&buf, '\n');
    if (key->can_sign)
        put_signature(&buf, body, key);
    return buf_bytes(&buf);
}

/* Divides a note into the text that is signed and its signature lines, at the last empty line. */
static bool note_split(struct bytes note, struct bytes *ret_body, struct bytes *ret_signatures)
{
    for (size_t i = note.n; i-- > 1;)
        if (note.p[i] == '\n' && note.p[i - 1] == '\n') {
            *ret_body = bytes_slice(note, 0, i);
            *ret_signatures = bytes_from(note, i + 1);
            return true;
        }
    return false;
}

/* Sizes are decimal without a leading zero, so that one checkpoint has one text. */
static bool size_parse(struct bytes text, uint64_t *ret)
{
    return parse_u64(text, ret) && (text.n == 1 || text.p[0] != '0');
}

enum status checkpoint_parse(struct op *op, struct bytes note, struct checkpoint *ret)
{
    struct bytes body, signatures, origin, size, root, raw;
    struct checkpoint checkpoint;

    if (note.n > CHECKPOINT_LIMIT || utf8_check(note) < note.n || !note_split(note, &body, &signatures))
        return op_fail(op, ST_INPUT, "checkpoint: not a note (UTF-8, at most %d bytes, an empty line before the signatures)",
                       CHECKPOINT_LIMIT);
    if (!bytes_next_part(&body, '\n', &origin) || !bytes_next_part(&body, '\n', &size) || !bytes_next_part(&body, '\n', &root) ||
        !origin_is_good(origin) || !size_parse(size, &checkpoint.size))
        return op_fail(op, ST_INPUT, "checkpoint: the first three lines are not name, size and root of a log");
    if (!base64_parse(op->arena, root, &raw) || raw.n != sizeof(checkpoint.root.b))
        return op_fail(op, ST_INPUT, "checkpoint: the root is not 32 bytes in base64");
    memcpy(checkpoint.root.b, raw.p, sizeof(checkpoint.root.b));
    checkpoint.origin = bytes_copy(op->arena, origin);
    *ret = checkpoint;
    return ST_OK;
}

/* "— <origin> <base64(id || signature)>" */
static enum checkpoint_trust line_check(struct arena *arena, struct bytes line, struct bytes body,
                                        const struct checkpoint_key *key)
{
    struct bytes name, raw;

    if (!bytes_start(line, BYTES(EM_DASH)))
        return CHECKPOINT_OTHER_KEY;
    line = bytes_from(line, strlen(EM_DASH));
    if (!bytes_next_part(&line, ' ', &name) || !bytes_equal(name, key->origin) || !base64_parse(arena, line, &raw))
        return CHECKPOINT_OTHER_KEY;
    if (raw.n < sizeof(key->id) || memcmp(raw.p, key->id, sizeof(key->id)) != 0)
        return CHECKPOINT_OTHER_KEY;
    if (raw.n != sizeof(key->id) + crypto_sign_BYTES ||
        crypto_sign_verify_detached((const unsigned char *)raw.p + sizeof(key->id), (const unsigned char *)body.p, body.n,
                                    key->public_key) != 0)
        return CHECKPOINT_FORGED;
    return CHECKPOINT_SIGNED;
}

enum checkpoint_trust checkpoint_check(struct arena *arena, struct bytes note, const struct checkpoint_key *key)
{
    enum checkpoint_trust trust = CHECKPOINT_UNSIGNED;
    struct bytes body, signatures, line;

    if (!note_split(note, &body, &signatures))
        return CHECKPOINT_UNSIGNED;
    while (signatures.n > 0 && bytes_next_part(&signatures, '\n', &line)) {
        enum checkpoint_trust one = key->can_check ? line_check(arena, line, body, key) : CHECKPOINT_OTHER_KEY;

        if (one == CHECKPOINT_FORGED)
            return one;
        if (one > trust)
            trust = one;
    }
    return trust;
}
