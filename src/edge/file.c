#include "edge/file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static enum status status_of_errno(int error)
{
    if (error == ENOENT)
        return ST_NOTFOUND;
    if (error == EACCES || error == EPERM)
        return ST_FORBIDDEN;
    if (error == EISDIR)
        return ST_INPUT;
    return error == ENOSPC ? ST_FULL : ST_UNAVAILABLE;
}

static void close_file(FILE **file)
{
    if (*file != NULL)
        fclose(*file);
}

bool file_exists(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0;
}

enum status file_read(struct op *op, const char *path, size_t limit, struct bytes *ret)
{
    AUTO(close_file) FILE *file = fopen(path, "rb");
    struct stat info;

    if (file == NULL)
        return op_fail(op, status_of_errno(errno), "%s: %s", path, strerror(errno));
    if (fstat(fileno(file), &info) == 0 && S_ISDIR(info.st_mode))
        return op_fail(op, ST_INPUT, "%s is a folder, not a file", path);
    size_t room = limit < (size_t)info.st_size + 1 ? limit : (size_t)info.st_size + 1;
    char *text = arena_alloc(op->arena, room + 1);
    size_t n = fread(text, 1, room, file);

    if (ferror(file))
        return op_fail(op, status_of_errno(errno), "%s: %s", path, strerror(errno));
    if (n == limit)
        return op_fail(op, ST_LIMIT, "%s is larger than %zu bytes", path, limit);
    *ret = (struct bytes){text, n};
    return ST_OK;
}
