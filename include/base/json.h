/*
 * json.h: JSON in as a tree, JSON out as text.
 *
 * Shape   RFC 8259. Refused: duplicate keys, depth over 32, invalid UTF-8, lone surrogates, U+0000 in a string, text after the value.
 * Memory  the tree and all its strings live in op->arena.
 * Numbers are kept as their text; nothing is rounded.
 * Errors  ST_INPUT with the byte offset and the reason, never a value.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/op.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type;
    struct bytes key;   /* name in the enclosing object, else BYTES_NONE */
    struct bytes text;  /* of a string (unescaped) or a number (as written) */
    struct json *first; /* first child */
    struct json *next;  /* next sibling, in the order of the text */
    size_t count;       /* of children */
};

struct yajl_gen_t;

MUST_CHECK enum status json_parse(struct op *op, struct bytes text, struct json **ret);
const struct json *json_find(const struct json *object, const char *key); /* NULL when absent */
struct bytes json_find_text(const struct json *object, const char *key);  /* BYTES_NONE when absent or not a string */

/* A writer that puts commas, quotes and escapes. Numbers are checked text. */
struct json_out {
    struct yajl_gen_t *gen;
    struct arena *arena;
};

void json_out_init(struct json_out *out, struct buf *buf);
void json_open(struct json_out *out, char bracket);  /* '{' or '[' */
void json_close(struct json_out *out, char bracket); /* '}' or ']' */
void json_key(struct json_out *out, const char *key);
void json_key_bytes(struct json_out *out, struct bytes key);
void json_string(struct json_out *out, struct bytes text); /* bytes that are not UTF-8 become U+FFFD */
void json_i64(struct json_out *out, int64_t number);
void json_number(struct json_out *out, struct bytes checked_text);
void json_bool(struct json_out *out, bool value);
void json_null(struct json_out *out);
void json_raw(struct json_out *out, struct bytes json);                         /* JSON that another writer made */
void json_key_string(struct json_out *out, const char *key, struct bytes text); /* null when the text is BYTES_NONE */
void json_key_i64(struct json_out *out, const char *key, int64_t number);

#endif
