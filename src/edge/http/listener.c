#include "edge/http/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/number.h"

#define BACKLOG 511
#define SOCKET_MODE 0660

static enum status listen_on(struct op *op, const struct sockaddr *address, socklen_t size, const char *name, int *ret_fd)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

    if (fd < 0)
        return op_fail(op, ST_UNAVAILABLE, "no socket: %s", strerror(errno));
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (bind(fd, address, size) == 0 && listen(fd, BACKLOG) == 0) {
        *ret_fd = fd;
        return ST_OK;
    }
    op_fail(op, errno == EADDRINUSE ? ST_CONFLICT : ST_UNAVAILABLE, "%s: %s", name, strerror(errno));
    close(fd);
    return op->status;
}

/* Whether somebody answers at the socket file. */
static bool is_alive(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool alive = fd >= 0 && (connect(fd, (const struct sockaddr *)address, sizeof(*address)) == 0 || errno == EAGAIN);

    if (fd >= 0)
        close(fd);
    return alive;
}

enum status listener_unix(struct op *op, const char *path, int *ret_fd)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat info;
    enum status st;

    if (strlen(path) >= sizeof(address.sun_path))
        return op_fail(op, ST_USAGE, "--socket: at most %zu bytes", sizeof(address.sun_path) - 1);
    memcpy(address.sun_path, path, strlen(path));
    if (stat(path, &info) == 0) {
        if (!S_ISSOCK(info.st_mode))
            return op_fail(op, ST_CONFLICT, "%s is there and no socket", path);
        if (is_alive(&address))
            return op_fail(op, ST_CONFLICT, "%s: another process listens there", path);
        unlink(path);
    }
    st = listen_on(op, (const struct sockaddr *)&address, sizeof(address), path, ret_fd);
    if (st == ST_OK && chmod(path, SOCKET_MODE) != 0)
        return op_fail(op, ST_UNAVAILABLE, "%s: %s", path, strerror(errno));
    return st;
}

static bool address_parse(const char *text, struct sockaddr_in *ret)
{
    char host[INET_ADDRSTRLEN];
    const char *colon = strrchr(text, ':');
    int64_t port;

    if (colon == NULL || (size_t)(colon - text) >= sizeof(host) || !parse_i64(bytes_of(colon + 1), &port) || port < 1 ||
        port > 65535)
        return false;
    memcpy(host, text, (size_t)(colon - text));
    host[colon - text] = '\0';
    *ret = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    return inet_pton(AF_INET, host, &ret->sin_addr) == 1 && ntohl(ret->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

enum status listener_tcp(struct op *op, const char *text, int *ret_fd)
{
    struct sockaddr_in address;

    if (!address_parse(text, &address))
        return op_fail(op, ST_USAGE, "--listen must be a loopback address and a port, such as 127.0.0.1:8080");
    return listen_on(op, (const struct sockaddr *)&address, sizeof(address), text, ret_fd);
}
