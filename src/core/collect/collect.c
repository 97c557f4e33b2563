#include "core/collect.h"

#include "base/instant.h"

#define SETTLE_US (5 * INSTANT_SECOND)
#define LIMIT_BYTES ((int64_t)256 << 20)
#define LIMIT_US (5 * INSTANT_MINUTE)
#define LIMIT_PAGES 100

static const struct kind_row {
    const char *name;
    struct bytes begin;
} kinds[COLLECT_KIND_COUNT] = {
#define COLLECT_KIND(name, begin, text) {#name, {begin, sizeof(begin) - 1}},
#include "core/collect_kind.def"
#undef COLLECT_KIND
};

/* How files are called while they are still being written, by the programs that copy them. */
static const struct bytes unfinished[] = {
    {".part", 5},        {".partial", 8}, {".tmp", 4},     {".temp", 5}, {".filepart", 9},
    {".crdownload", 11}, {".swp", 4},     {".writing", 8}, {"~", 1},
};

const char *collect_kind_name(enum collect_kind kind)
{
    return kinds[kind].name;
}

bool collect_kind_find(struct bytes name, enum collect_kind *ret)
{
    for (int kind = 0; kind < COLLECT_KIND_COUNT; kind++)
        if (bytes_is(name, kinds[kind].name)) {
            *ret = (enum collect_kind)kind;
            return true;
        }
    return false;
}

void collect_init(struct collect *collect)
{
    *collect =
        (struct collect){.settle_us = SETTLE_US, .limit_bytes = LIMIT_BYTES, .limit_us = LIMIT_US, .limit_pages = LIMIT_PAGES};
}

/* ---- what goes together ---- */

static bool kind_work_out(struct collect *collect)
{
    bool found = false;

    for (int kind = COLLECT_KIND_COUNT - 1; kind >= 0 && !found; kind--) {
        found = bytes_start(collect->from, kinds[kind].begin) && (kind != COLLECT_taxii || collect->collection.n > 0);
        if (found)
            collect->kind = (enum collect_kind)kind;
    }
    return found;
}

#define FEED (1U << COLLECT_feed)
#define TAXII (1U << COLLECT_taxii)
#define WEB (FEED | TAXII)
#define SFTP (1U << COLLECT_sftp)
#define FILES (SFTP | 1U << COLLECT_folder)

/* For which kinds a key means something. */
static enum status keys_check(struct op *op, const struct collect *c, const char **ret_key)
{
    const struct {
        const char *key;
        bool said;
        unsigned kinds;
    } rows[] = {{"bearer", c->bearer.n > 0, WEB},
                {"user", c->user.n > 0, WEB | SFTP},
                {"password", c->password.n > 0, WEB | SFTP},
                {"certificate", c->certificate.n > 0, WEB},
                {"certificate_key", c->certificate_key.n > 0, WEB},
                {"ssh_key", c->ssh_key.n > 0, SFTP},
                {"host_keys", c->host_key_count > 0, SFTP},
                {"ca", c->ca.n > 0, WEB},
                {"networks", c->networks.n > 0, WEB | SFTP},
                {"paging", c->paging != PAGING_none, FEED},
                {"cursor_at", c->cursor_at.n > 0, FEED},
                {"cursor_parameter", c->cursor_parameter.n > 0, FEED},
                {"resume", c->resume_said, FEED},
                {"api_root", c->api_root.n > 0, TAXII},
                {"files", c->files.n > 0, FILES},
                {"done", c->done.n > 0, FILES}};

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].said && (rows[i].kinds & 1U << c->kind) == 0) {
            *ret_key = rows[i].key;
            return op_fail(op, ST_INPUT, "%s: it means nothing for a source of kind %s", rows[i].key, collect_kind_name(c->kind));
        }
    return ST_OK;
}

static enum status login_check(struct op *op, const struct collect *c, const char **ret_key)
{
    *ret_key = NULL;
    if ((c->bearer.n > 0) + (c->password.n > 0) + (c->ssh_key.n > 0) > 1)
        return op_fail(op, ST_INPUT, "say in one way how to log in: bearer, user and password, or user and ssh_key");
    if ((c->user.n > 0) != (c->password.n > 0 || c->ssh_key.n > 0))
        return op_fail(op, ST_INPUT, "user goes with password or ssh_key");
    if ((c->certificate.n > 0) != (c->certificate_key.n > 0))
        return op_fail(op, ST_INPUT, "certificate goes with certificate_key");
    if (c->kind == COLLECT_sftp && c->user.n == 0)
        return op_fail(op, ST_INPUT, "an SFTP source needs user, and ssh_key or password");
    if (c->kind == COLLECT_sftp && c->host_key_count == 0)
        return op_fail(op, ST_INPUT, "an SFTP source needs host_keys: an unknown server is never trusted");
    return ST_OK;
}

static enum status paging_check(struct op *op, struct collect *c, const char **ret_key)
{
    bool cursor = c->paging == PAGING_cursor;

    *ret_key = "paging";
    if (cursor != (c->cursor_at.n > 0) || cursor != (c->cursor_parameter.n > 0))
        return op_fail(op, ST_INPUT, "paging: cursor goes with cursor_at and cursor_parameter");
    if (!c->resume_said)
        c->resume_last = cursor;
    return ST_OK;
}

enum status collect_check(struct op *op, struct collect *collect, const char **ret_key)
{
    enum status st;

    *ret_key = "from";
    if (!kind_work_out(collect))
        return op_fail(op, ST_INPUT, "from: it must begin with https://, sftp:// or /");
    if ((collect->schedule.every_us > 0) == (collect->schedule.time_count > 0)) {
        *ret_key = NULL;
        return op_fail(op, ST_INPUT, "say when in one way: every, or at");
    }
    st = keys_check(op, collect, ret_key);
    if (st == ST_OK)
        st = login_check(op, collect, ret_key);
    return st == ST_OK ? paging_check(op, collect, ret_key) : st;
}

/* ---- files ---- */

/* '*' stands for any text, '?' for one sign. Goes back to the last '*' only, so it takes no longer than the product of the lengths. */
static bool glob_fits(struct bytes pattern, struct bytes name)
{
    size_t p = 0, n = 0, star = SIZE_MAX, from = 0;

    while (n < name.n) {
        if (p < pattern.n && pattern.p[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.n && (pattern.p[p] == '?' || pattern.p[p] == name.p[n])) {
            p++;
            n++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            n = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.p[p] == '*')
        p++;
    return p == pattern.n;
}

bool collect_file_fits(const struct collect *collect, struct bytes name)
{
    if (name.n == 0 || name.p[0] == '.')
        return false;
    for (size_t i = 0; i < COUNT_OF(unfinished); i++)
        if (name.n >= unfinished[i].n && bytes_equal_fold(bytes_from(name, name.n - unfinished[i].n), unfinished[i]))
            return false;
    return collect->files.n == 0 || glob_fits(collect->files, name);
}
