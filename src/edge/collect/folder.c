/* A folder of this machine, into which somebody puts files. Only regular files count, and no link is followed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

struct local {
    int folder;
    int file; /* -1: none is open */
};

static enum status fail(struct run *run, const char *what)
{
    enum status st = errno == ENOENT ? ST_NOTFOUND : errno == EEXIST ? ST_CONFLICT : ST_UNAVAILABLE;

    return op_fail(run->op, st, "%s: %s", what, strerror(errno));
}

static int64_t modified_us(const struct stat *info)
{
    return (int64_t)info->st_mtim.tv_sec * 1000000 + info->st_mtim.tv_nsec / 1000;
}

static void close_folder(DIR **folder)
{
    if (*folder != NULL)
        closedir(*folder);
}

static enum status local_list(struct run *run, void *self, struct files_found *found)
{
    const struct local *local = self;
    int again = openat(local->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    AUTO(close_folder) DIR *folder = again < 0 ? NULL : fdopendir(again);
    const struct dirent *entry;
    struct stat info;
    enum status st = ST_OK;

    if (folder == NULL)
        return fail(run, "the folder cannot be read");
    while (st == ST_OK && (entry = readdir(folder)) != NULL)
        if (fstatat(local->folder, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode))
            st = files_found_put(run, found, bytes_of(entry->d_name), info.st_size, modified_us(&info));
    return st;
}

static enum status local_open(struct run *run, void *self, struct bytes name)
{
    struct local *local = self;

    local->file = openat(local->folder, bytes_cstr(run->op->arena, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    return local->file < 0 ? fail(run, "a file cannot be opened") : ST_OK;
}

static enum status local_look(struct run *run, void *self, int64_t *ret_bytes, int64_t *ret_modified_us)
{
    struct stat info;

    if (fstat(((struct local *)self)->file, &info) != 0)
        return fail(run, "a file cannot be looked at");
    *ret_bytes = S_ISREG(info.st_mode) ? info.st_size : -1;
    *ret_modified_us = modified_us(&info);
    return ST_OK;
}

static enum status local_read(struct run *run, void *self, char *buffer, size_t room, size_t *ret_n)
{
    ssize_t n;

    do
        n = read(((struct local *)self)->file, buffer, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return fail(run, "a file cannot be read");
    *ret_n = (size_t)n;
    return ST_OK;
}

static void local_close(void *self)
{
    struct local *local = self;

    if (local->file >= 0)
        close(local->file);
    local->file = -1;
}

static enum status local_move(struct run *run, void *self, struct bytes name, struct bytes target)
{
    const struct local *local = self;
    struct bytes done = run->plan->done;
    const char *to = arena_printf(run->op->arena, "%.*s/%.*s", (int)done.n, done.p, (int)target.n, target.p);

    if (mkdirat(local->folder, bytes_cstr(run->op->arena, done), 0750) != 0 && errno != EEXIST)
        return fail(run, "the folder of taken files cannot be made");
    if (renameat2(local->folder, bytes_cstr(run->op->arena, name), local->folder, to, RENAME_NOREPLACE) == 0)
        return ST_OK;
    return fail(run, "a file was taken, but cannot be moved");
}

static void local_done(struct local *local)
{
    local_close(local);
    if (local->folder >= 0)
        close(local->folder);
}

enum status folder_run(struct run *run)
{
    static const struct folder folder = {local_list, local_open, local_look, local_read, local_close, local_move};
    AUTO(local_done)
    struct local local = {open(bytes_cstr(run->op->arena, run->plan->from), O_RDONLY | O_DIRECTORY | O_CLOEXEC), -1};

    return local.folder < 0 ? fail(run, "the folder cannot be opened") : files_run(run, &folder, &local);
}
