#include "edge/audit_key.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edge/file.h"

#define KEY_FILE_LIMIT 1024

static enum status check_private(struct op *op, const char *path)
{
    struct stat info;

    if (stat(path, &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return op_fail(op, ST_INPUT, "audit key %s: others than its owner may read or write it; chmod 600 it", path);
    return ST_OK;
}

enum status audit_key_load(struct op *op, const struct config *config, struct checkpoint_key *ret)
{
    const char *path = config_text(config, CONFIG_audit_key);
    struct bytes origin = bytes_of(config_text(config, CONFIG_audit_origin)), text;
    struct checkpoint_key key;
    enum status st;

    if (path[0] == '\0') {
        *ret = checkpoint_key_none(origin);
        return ST_OK;
    }
    st = file_read(op, path, KEY_FILE_LIMIT, &text);
    if (st == ST_OK)
        st = check_private(op, path);
    if (st == ST_OK)
        st = checkpoint_key_parse(op, text, &key);
    if (st != ST_OK)
        return st;
    if (!bytes_equal(key.origin, origin))
        return op_fail(op, ST_INPUT, "audit key %s: it is for another log than audit_origin names", path);
    *ret = key;
    return ST_OK;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

static enum status write_new(struct op *op, const char *path, struct bytes text)
{
    AUTO(close_fd) int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0)
        return op_fail(op, errno == EEXIST ? ST_CONFLICT : ST_INPUT, "%s: %s", path, strerror(errno));
    if (write(fd, text.p, text.n) == (ssize_t)text.n && fsync(fd) == 0)
        return ST_OK;
    op_fail(op, errno == ENOSPC ? ST_FULL : ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
    unlink(path);
    return op->status;
}

enum status audit_key_new(struct op *op, const char *path, struct bytes origin, struct checkpoint_key *ret)
{
    struct checkpoint_key key;
    uint8_t seed[32];
    struct bytes text;
    enum status st;

    randombytes_buf(seed, sizeof(seed));
    st = checkpoint_key_new(op, origin, seed, &key);
    sodium_memzero(seed, sizeof(seed));
    if (st != ST_OK)
        return st;
    text = checkpoint_key_print_secret(op->arena, &key);
    st = write_new(op, path, bytes_printf(op->arena, "%.*s\n", (int)text.n, text.p));
    if (st == ST_OK)
        *ret = key;
    return st;
}
