#include "edge/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "edge/file.h"

bool secret_reference_good(struct bytes reference)
{
    if (memchr(reference.p, '\0', reference.n) != NULL)
        return false;
    return (bytes_start(reference, BYTES("env:")) && reference.n > 4) ||
           (bytes_start(reference, BYTES("file:")) && reference.n > 5);
}

static enum status file_secret(struct op *op, const char *path, size_t limit, struct bytes *ret)
{
    struct stat info;
    struct op inner;

    op_init(&inner, op->arena, op->now_us, op->actor);
    if (stat(path, &info) == 0 && (info.st_mode & S_IRWXO) != 0)
        return op_fail(op, ST_FORBIDDEN, "the file of the secret may be read by everybody: chmod 600 it");
    enum status st = file_read(&inner, path, limit, ret);

    return st == ST_OK ? ST_OK : op_fail(op, st, "the file of the secret cannot be read, or is too large");
}

enum status secret_read(struct op *op, struct bytes reference, size_t limit, struct bytes *ret)
{
    struct bytes text = BYTES_NONE;
    enum status st = ST_OK;

    if (bytes_start(reference, BYTES("env:")))
        text = bytes_copy(op->arena, bytes_of(getenv(bytes_cstr(op->arena, bytes_from(reference, 4)))));
    else if (bytes_start(reference, BYTES("file:")))
        st = file_secret(op, bytes_cstr(op->arena, bytes_from(reference, 5)), limit, &text);
    if (st != ST_OK)
        return st;
    text = bytes_trim(text);
    if (text.n == 0 || text.n > limit)
        return op_fail(op, text.n == 0 ? ST_NOTFOUND : ST_LIMIT,
                       "the secret is not where its reference says, is empty or too large");
    *ret = text;
    return ST_OK;
}

void secret_forget(struct bytes *secret)
{
    if (secret->p != NULL)
        sodium_memzero((void *)secret->p, secret->n);
    *secret = BYTES_NONE;
}

void secret_leave(struct arena *arena, struct bytes reference)
{
    char *value;

    if (!bytes_start(reference, BYTES("env:")))
        return;
    const char *name = bytes_cstr(arena, bytes_from(reference, 4));

    value = getenv(name);
    if (value != NULL)
        sodium_memzero(value, strlen(value));
    unsetenv(name);
}
