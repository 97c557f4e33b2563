/*
 * A folder of an SFTP server. The server is known by its key alone: without one of the pinned keys not even a name is sent.
 *
 * Time     each step has an end of its own and the run has one; a server that does neither answer nor hang up costs no more.
 * Source   draft-ietf-secsh-filexfer-02, as OpenSSH has it; libssh2
 */
#include <libssh2.h>
#include <libssh2_sftp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "edge/route.h"
#include "files.h"

#define STEP_MS 30000
#define HOST_KEY_KINDS "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521"
#define NAME_ROOM 1024

struct remote {
    int fd;
    LIBSSH2_SESSION *session;
    LIBSSH2_SFTP *sftp;
    LIBSSH2_SFTP_HANDLE *file;
    const char *path;
};

/* Numbers alone: what a server writes into its messages is not ours to show. */
static enum status fail(struct run *run, const struct remote *remote, const char *what)
{
    int code = libssh2_session_last_errno(remote->session);
    unsigned long detail = remote->sftp == NULL ? 0 : libssh2_sftp_last_error(remote->sftp);
    bool missing = code == LIBSSH2_ERROR_SFTP_PROTOCOL && detail == LIBSSH2_FX_NO_SUCH_FILE;

    return op_fail(run->op, missing ? ST_NOTFOUND : ST_UNAVAILABLE, "SFTP: %s (%d/%lu)", what, code, detail);
}

/* ---- connecting ---- */

struct address {
    const char *host;
    const char *port;
    const char *path;
};

static void url_free(CURLU **url)
{
    curl_url_cleanup(*url);
}

static const char *url_part(struct arena *arena, CURLU *url, CURLUPart part, unsigned flags)
{
    char *text = NULL;
    const char *copy = "";

    if (curl_url_get(url, part, &text, flags) == CURLUE_OK)
        copy = arena_strdup(arena, text);
    curl_free(text);
    return copy;
}

static enum status address_parse(struct run *run, struct address *ret)
{
    AUTO(url_free) CURLU *url = curl_url();
    struct arena *arena = run->op->arena;

    if (url == NULL || curl_url_set(url, CURLUPART_URL, bytes_cstr(arena, run->plan->from), 0) != CURLUE_OK)
        return op_fail(run->op, ST_INPUT, "the URL of the source cannot be read");
    ret->host = url_part(arena, url, CURLUPART_HOST, 0);
    ret->port = url_part(arena, url, CURLUPART_PORT, 0);
    ret->path = url_part(arena, url, CURLUPART_PATH, CURLU_URLDECODE);
    if (ret->host[0] == '[')
        ret->host = bytes_cstr(arena, bytes_slice(bytes_of(ret->host), 1, strlen(ret->host) - 2));
    if (ret->port[0] == '\0')
        ret->port = "22";
    return ST_OK;
}

static enum status host_key_check(struct run *run, const struct remote *remote)
{
    const char *hash = libssh2_hostkey_hash(remote->session, LIBSSH2_HOSTKEY_HASH_SHA256);
    struct bytes text;

    if (hash == NULL)
        return fail(run, remote, "the server's key cannot be read");
    text = base64_print(run->op->arena, (struct bytes){hash, 32});
    text = bytes_printf(run->op->arena, "SHA256:%.*s", 43, text.p);
    for (size_t i = 0; i < run->plan->host_key_count; i++)
        if (bytes_equal(text, run->plan->host_keys[i]))
            return ST_OK;
    return op_fail(run->op, ST_FORBIDDEN, "SFTP: the server's key is %.*s, which is none of host_keys: it may be another server",
                   (int)text.n, text.p);
}

static enum status log_in(struct run *run, const struct remote *remote)
{
    const struct login *login = &run->login;
    const char *user = bytes_cstr(run->op->arena, run->plan->user);
    unsigned user_n = (unsigned)run->plan->user.n;
    int result;

    if (login->ssh_key.n > 0)
        result = libssh2_userauth_publickey_frommemory(remote->session, user, user_n, NULL, 0, login->ssh_key.p, login->ssh_key.n,
                                                       NULL);
    else
        result =
            libssh2_userauth_password_ex(remote->session, user, user_n, login->password.p, (unsigned)login->password.n, NULL);
    return result == 0 ? ST_OK : fail(run, remote, "the server does not take our credentials");
}

static enum status session_begin(struct run *run, struct remote *remote)
{
    libssh2_session_set_blocking(remote->session, 1);
    libssh2_session_set_timeout(remote->session, STEP_MS < run_transfer_ms(run) ? STEP_MS : (long)run_transfer_ms(run));
    libssh2_session_method_pref(remote->session, LIBSSH2_METHOD_HOSTKEY, HOST_KEY_KINDS);
    if (libssh2_session_handshake(remote->session, remote->fd) != 0)
        return fail(run, remote, "the server does not speak SSH as it should, or not in time");
    enum status st = host_key_check(run, remote);

    if (st == ST_OK)
        st = log_in(run, remote);
    if (st != ST_OK)
        return st;
    remote->sftp = libssh2_sftp_init(remote->session);
    return remote->sftp == NULL ? fail(run, remote, "the server offers no SFTP") : ST_OK;
}

static enum status remote_open(struct run *run, struct remote *remote)
{
    struct address address = {.port = NULL};
    const char *why = "";
    enum status st = address_parse(run, &address);

    if (st != ST_OK)
        return st;
    remote->path = address.path;
    remote->fd = egress_connect(&run->gate, address.host, address.port, run_transfer_ms(run), &why);
    if (remote->fd < 0)
        return op_fail(run->op, ST_UNAVAILABLE, "%s", why);
    remote->session = libssh2_session_init();
    if (remote->session == NULL)
        return op_fail(run->op, ST_UNAVAILABLE, "the SSH library could not be set up");
    return session_begin(run, remote);
}

static void remote_close_file(void *self)
{
    struct remote *remote = self;

    if (remote->file != NULL)
        libssh2_sftp_close(remote->file);
    remote->file = NULL;
}

/* The other side is told nothing: closing the connection says enough, and cannot be waited for. */
static void remote_done(struct remote *remote)
{
    if (remote->session != NULL)
        libssh2_session_set_timeout(remote->session, 1000);
    remote_close_file(remote);
    if (remote->sftp != NULL)
        libssh2_sftp_shutdown(remote->sftp);
    if (remote->session != NULL)
        libssh2_session_free(remote->session);
    if (remote->fd >= 0)
        close(remote->fd);
}

/* ---- the folder ---- */

static const char *path_of(struct run *run, const struct remote *remote, struct bytes name)
{
    const char *slash = bytes_end(bytes_of(remote->path), BYTES("/")) ? "" : "/";

    return arena_printf(run->op->arena, "%s%s%.*s", remote->path, slash, (int)name.n, name.p);
}

static bool is_file(const LIBSSH2_SFTP_ATTRIBUTES *attributes)
{
    unsigned long needed = LIBSSH2_SFTP_ATTR_SIZE | LIBSSH2_SFTP_ATTR_ACMODTIME | LIBSSH2_SFTP_ATTR_PERMISSIONS;

    return (attributes->flags & needed) == needed && LIBSSH2_SFTP_S_ISREG(attributes->permissions) &&
           attributes->filesize <= INT64_MAX;
}

static enum status entry_put(struct run *run, struct files_found *found, struct bytes name,
                             const LIBSSH2_SFTP_ATTRIBUTES *attributes)
{
    if (!is_file(attributes))
        return ST_OK;
    return files_found_put(run, found, name, (int64_t)attributes->filesize, (int64_t)attributes->mtime * 1000000);
}

static enum status remote_list(struct run *run, void *self, struct files_found *found)
{
    struct remote *remote = self;
    LIBSSH2_SFTP_HANDLE *folder = libssh2_sftp_opendir(remote->sftp, remote->path);
    LIBSSH2_SFTP_ATTRIBUTES attributes;
    char name[NAME_ROOM];
    enum status st = ST_OK;
    int n;

    if (folder == NULL)
        return fail(run, remote, "the folder cannot be read");
    while (st == ST_OK && (n = libssh2_sftp_readdir(folder, name, sizeof(name), &attributes)) > 0) {
        st = entry_put(run, found, (struct bytes){name, (size_t)n}, &attributes);
        if (st == ST_OK && (run_transfer_ms(run) <= 1 || run_stopped(run)))
            st = op_fail(run->op, ST_UNAVAILABLE, "SFTP: the list of the folder does not end in time");
    }
    if (st == ST_OK && n < 0)
        st = fail(run, remote, "the list of the folder broke off");
    libssh2_sftp_closedir(folder);
    return st;
}

static enum status remote_open_file(struct run *run, void *self, struct bytes name)
{
    struct remote *remote = self;

    remote->file = libssh2_sftp_open(remote->sftp, path_of(run, remote, name), LIBSSH2_FXF_READ, 0);
    return remote->file == NULL ? fail(run, remote, "a file cannot be opened") : ST_OK;
}

static enum status remote_look(struct run *run, void *self, int64_t *ret_bytes, int64_t *ret_modified_us)
{
    struct remote *remote = self;
    LIBSSH2_SFTP_ATTRIBUTES attributes;

    if (libssh2_sftp_fstat(remote->file, &attributes) != 0)
        return fail(run, remote, "a file cannot be looked at");
    *ret_bytes = is_file(&attributes) ? (int64_t)attributes.filesize : -1;
    *ret_modified_us = (int64_t)attributes.mtime * 1000000;
    return ST_OK;
}

static enum status remote_read(struct run *run, void *self, char *buffer, size_t room, size_t *ret_n)
{
    struct remote *remote = self;
    ssize_t n = libssh2_sftp_read(remote->file, buffer, room);

    if (n < 0)
        return fail(run, remote, "a file cannot be read");
    *ret_n = (size_t)n;
    return ST_OK;
}

/* Nothing is ever overwritten: a server that says the name is taken, or that it failed, may mean so. */
static enum status remote_move(struct run *run, void *self, struct bytes name, struct bytes target)
{
    struct remote *remote = self;
    const char *done = path_of(run, remote, run->plan->done), *from = path_of(run, remote, name);
    const char *to = arena_printf(run->op->arena, "%s/%.*s", done, (int)target.n, target.p);
    LIBSSH2_SFTP_ATTRIBUTES attributes;

    if (libssh2_sftp_stat(remote->sftp, to, &attributes) == 0)
        return op_fail(run->op, ST_CONFLICT, "SFTP: there is a taken file of that name already");
    if (libssh2_sftp_stat(remote->sftp, done, &attributes) != 0 && libssh2_sftp_mkdir(remote->sftp, done, 0750) != 0)
        return fail(run, remote, "the folder of taken files cannot be made");
    if (libssh2_sftp_rename_ex(remote->sftp, from, (unsigned)strlen(from), to, (unsigned)strlen(to),
                               LIBSSH2_SFTP_RENAME_NATIVE) == 0)
        return ST_OK;
    return fail(run, remote, "a file was taken, but cannot be moved");
}

enum status sftp_run(struct run *run)
{
    static const struct folder folder = {remote_list, remote_open_file, remote_look, remote_read, remote_close_file, remote_move};
    AUTO(remote_done) struct remote remote = {.fd = -1};
    enum status st = remote_open(run, &remote);

    return st == ST_OK ? files_run(run, &folder, &remote) : st;
}
