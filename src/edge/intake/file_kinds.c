#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "edge/file_kinds.h"
#include "format/xlsx.h"
#include "members.h"

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static enum status file_read_at(struct op *op, void *arg, uint64_t offset, char *buffer, size_t n)
{
    const int *descriptor = arg;
    ssize_t got = 0;

    for (size_t done = 0; done < n; done += (size_t)got) {
        got = pread(*descriptor, buffer + done, n - done, (off_t)(offset + done));
        if (got < 0)
            return op_fail(op, ST_UNAVAILABLE, "reading: %s", strerror(errno));
        if (got == 0)
            return op_fail(op, ST_INPUT, "the ZIP file points outside of itself");
    }
    return ST_OK;
}

/* What cannot be read here gives its own message when it is taken. */
static bool is_container(int descriptor, uint64_t *ret_size)
{
    char head[4];
    struct stat info;

    if (descriptor < 0 || fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
        return false;
    *ret_size = (uint64_t)info.st_size;
    return pread(descriptor, head, sizeof(head), 0) == (ssize_t)sizeof(head) && zip_begins((struct bytes){head, sizeof(head)});
}

/* ST_NOTFOUND: the file is no container, or a spreadsheet. */
static enum status container_kinds(struct op *op, const char *path, const struct profile *profile, bool ret[RECORD_KIND_COUNT])
{
    AUTO(close_descriptor) int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    struct zip_source source = {.read = file_read_at, .arg = &descriptor};
    struct zip zip;

    if (!is_container(descriptor, &source.size))
        return ST_NOTFOUND;
    enum status st = zip_open(op, &source, &zip);

    if (st != ST_OK)
        return st;
    if (xlsx_is(&zip))
        return ST_NOTFOUND;
    return members_kinds(&zip, profile, bytes_of(path), ret)
               ? ST_OK
               : op_fail(op, ST_INPUT, "the profile does not tell the kind of a file of this name, which the ZIP file holds");
}

enum status file_kinds(struct op *op, const char *path, const struct profile *profile, bool ret[RECORD_KIND_COUNT])
{
    const char *slash = strrchr(path, '/');
    enum status st = profile->kinds_of_files ? container_kinds(op, path, profile, ret) : ST_NOTFOUND;

    if (st != ST_NOTFOUND || profile_kinds(profile, bytes_of(slash == NULL ? path : slash + 1), ret))
        return st == ST_NOTFOUND ? ST_OK : st;
    return op_fail(op, ST_INPUT, "the profile does not tell the kind of a file of this name");
}
