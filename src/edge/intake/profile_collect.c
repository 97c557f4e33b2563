#include "profile_collect.h"

#include <string.h>

#include "base/number.h"
#include "core/collect.h"
#include "edge/egress.h"
#include "edge/network.h"
#include "edge/secret.h"

#define LIMIT_MIB_MOST 1048576
#define PAGES_MOST 100000
#define EVERY_LEAST_US INT64_C(1000000)
#define TIME_MOST_US (INT64_C(86400) * 1000000)

const cyaml_schema_field_t collect_keys[] = {
#define COLLECT_KEY(name, argument, text) KEY_##argument(collect_file, name)
#include "core/collect_key.def"
#undef COLLECT_KEY
    CYAML_FIELD_END};

#define SETTER(key) static enum status set_##key(struct op *op, struct collect *collect, const struct texts *value)

/* ---- values of one kind ---- */

static enum status reference_set(struct op *op, const char *key, const struct texts *value, struct bytes *ret)
{
    if (!secret_reference_good(value->items[0]))
        return op_fail(op, ST_INPUT, "%s: it must say where the secret is: env:NAME or file:PATH", key);
    *ret = value->items[0];
    return ST_OK;
}

static enum status number_set(struct op *op, const char *key, const struct texts *value, int64_t most, int64_t *ret)
{
    if (!parse_i64(value->items[0], ret) || *ret < 1 || *ret > most)
        return op_fail(op, ST_INPUT, "%s: it must be a number from 1 to %lld", key, (long long)most);
    return ST_OK;
}

static enum status duration_set(struct op *op, const char *key, const struct texts *value, int64_t least_us, int64_t most_us,
                                int64_t *ret)
{
    if (!duration_parse(value->items[0], ret) || *ret < least_us || *ret > most_us)
        return op_fail(op, ST_INPUT, "%s: it must be a time such as 30s, 15m, 6h or 1d", key);
    return ST_OK;
}

static bool is_plain(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] < 0x21 || text.p[i] == 0x7F)
            return false;
    return text.n > 0;
}

static enum status plain_set(struct op *op, const char *key, const struct texts *value, struct bytes *ret)
{
    if (!is_plain(value->items[0]))
        return op_fail(op, ST_INPUT, "%s: it is empty or holds a space or a sign that is not seen", key);
    *ret = value->items[0];
    return ST_OK;
}

/* ---- the keys ---- */

SETTER(from)
{
    collect->from = value->items[0];
    if (!bytes_start(collect->from, BYTES("/")) && !egress_url_good(op->arena, collect->from, "https") &&
        !egress_url_good(op->arena, collect->from, "sftp"))
        return op_fail(op, ST_INPUT, "from: it is not of the form https://host/path, sftp://host/folder or /folder");
    return ST_OK;
}

SETTER(every)
{
    return duration_set(op, "every", value, EVERY_LEAST_US, 366 * TIME_MOST_US, &collect->schedule.every_us);
}

SETTER(at)
{
    struct schedule *schedule = &collect->schedule;

    if (value->count > SCHEDULE_TIMES_MOST)
        return op_fail(op, ST_INPUT, "at: it has more than %d times", SCHEDULE_TIMES_MOST);
    for (size_t i = 0; i < value->count; i++)
        if (!time_of_day_parse(value->items[i], &schedule->times[schedule->time_count++]))
            return op_fail(op, ST_INPUT, "at: entry %zu is not a time of the day such as 06:30", i + 1);
    return ST_OK;
}

SETTER(bearer)
{
    return reference_set(op, "bearer", value, &collect->bearer);
}

SETTER(user)
{
    collect->user = value->items[0];
    if (!is_plain(collect->user) || memchr(collect->user.p, ':', collect->user.n) != NULL)
        return op_fail(op, ST_INPUT, "user: it is empty or holds a space or a colon");
    return ST_OK;
}

SETTER(password)
{
    return reference_set(op, "password", value, &collect->password);
}

SETTER(certificate)
{
    return reference_set(op, "certificate", value, &collect->certificate);
}

SETTER(certificate_key)
{
    return reference_set(op, "certificate_key", value, &collect->certificate_key);
}

SETTER(ssh_key)
{
    return reference_set(op, "ssh_key", value, &collect->ssh_key);
}

/* SHA256: and the base64 of 32 bytes, which ssh-keygen prints without its padding. */
static bool host_key_good(struct arena *arena, struct bytes text)
{
    struct bytes raw;

    return bytes_start(text, BYTES("SHA256:")) && text.n == 50 &&
           base64_parse(arena, bytes_printf(arena, "%.*s=", 43, text.p + 7), &raw) && raw.n == 32;
}

SETTER(host_keys)
{
    if (value->count > COLLECT_HOST_KEY_MOST)
        return op_fail(op, ST_INPUT, "host_keys: there are more than %d", COLLECT_HOST_KEY_MOST);
    for (size_t i = 0; i < value->count; i++) {
        if (!host_key_good(op->arena, value->items[i]))
            return op_fail(op, ST_INPUT,
                           "host_keys: entry %zu is not of the form SHA256: and 43 signs, as ssh-keygen -l prints it", i + 1);
        collect->host_keys[collect->host_key_count++] = value->items[i];
    }
    return ST_OK;
}

SETTER(ca)
{
    return plain_set(op, "ca", value, &collect->ca);
}

SETTER(networks)
{
    struct network network;
    struct buf buf;

    buf_init(&buf, op->arena);
    if (value->count > COLLECT_NETWORK_MOST)
        return op_fail(op, ST_INPUT, "networks: there are more than %d", COLLECT_NETWORK_MOST);
    for (size_t i = 0; i < value->count; i++) {
        if (!network_parse(value->items[i], &network))
            return op_fail(op, ST_INPUT, "networks: entry %zu is no network such as 10.1.2.0/28", i + 1);
        buf_printf(&buf, "%s%.*s", i > 0 ? " " : "", (int)value->items[i].n, value->items[i].p);
    }
    collect->networks = buf_bytes(&buf);
    return ST_OK;
}

SETTER(paging)
{
    collect->paging = bytes_is(value->items[0], "link") ? PAGING_link : PAGING_cursor;
    if (collect->paging == PAGING_cursor && !bytes_is(value->items[0], "cursor"))
        return op_fail(op, ST_INPUT, "paging: it must be link or cursor");
    return ST_OK;
}

SETTER(cursor_at)
{
    return plain_set(op, "cursor_at", value, &collect->cursor_at);
}

SETTER(cursor_parameter)
{
    return plain_set(op, "cursor_parameter", value, &collect->cursor_parameter);
}

SETTER(resume)
{
    collect->resume_said = true;
    collect->resume_last = bytes_is(value->items[0], "last");
    if (!collect->resume_last && !bytes_is(value->items[0], "start"))
        return op_fail(op, ST_INPUT, "resume: it must be start or last");
    return ST_OK;
}

SETTER(collection)
{
    collect->collection = value->items[0];
    return collect->collection.n > 0 ? ST_OK : op_fail(op, ST_INPUT, "collection: it is empty");
}

SETTER(api_root)
{
    enum status st = plain_set(op, "api_root", value, &collect->api_root);

    if (st == ST_OK && collect->api_root.p[0] != '/')
        return op_fail(op, ST_INPUT, "api_root: it must be a path of the same server, such as /api1/");
    return st;
}

SETTER(files)
{
    return plain_set(op, "files", value, &collect->files);
}

SETTER(settle)
{
    return duration_set(op, "settle", value, 0, 600 * EVERY_LEAST_US, &collect->settle_us);
}

SETTER(done)
{
    enum status st = plain_set(op, "done", value, &collect->done);

    if (st == ST_OK && (memchr(collect->done.p, '/', collect->done.n) != NULL || collect->done.p[0] == '.'))
        return op_fail(op, ST_INPUT, "done: it must be the name of a folder below from");
    return st;
}

SETTER(limit_mib)
{
    int64_t mib = 0;
    enum status st = number_set(op, "limit_mib", value, LIMIT_MIB_MOST, &mib);

    collect->limit_bytes = mib << 20;
    return st;
}

SETTER(limit_time)
{
    return duration_set(op, "limit_time", value, EVERY_LEAST_US, TIME_MOST_US, &collect->limit_us);
}

SETTER(limit_pages)
{
    return number_set(op, "limit_pages", value, PAGES_MOST, &collect->limit_pages);
}

/* ---- the whole ---- */

static enum status keys_take(struct op *op, const struct collect_file *file, struct collect *collect, const char **ret_key)
{
    static const struct {
        const char *key;
        enum status (*set)(struct op *op, struct collect *collect, const struct texts *value);
    } rows[] = {
#define COLLECT_KEY(name, argument, text) {#name, set_##name},
#include "core/collect_key.def"
#undef COLLECT_KEY
    };
    const struct texts values[] = {
#define COLLECT_KEY(name, argument, text) TAKE_##argument(op->arena, file, name),
#include "core/collect_key.def"
#undef COLLECT_KEY
    };
    enum status st = ST_OK;

    for (size_t i = 0; i < COUNT_OF(rows) && st == ST_OK; i++) {
        *ret_key = rows[i].key;
        if (values[i].count > 0)
            st = rows[i].set(op, collect, &values[i]);
    }
    return st;
}

enum status profile_collect_take(struct op *op, struct bytes text, const struct collect_file *file, struct profile *profile)
{
    struct collect *collect;
    const char *key = NULL;
    struct op inner;

    if (file == NULL)
        return ST_OK;
    collect = arena_new_of(op->arena, struct collect);
    collect_init(collect);
    op_init(&inner, op->arena, op->now_us, op->actor);
    enum status st = keys_take(&inner, file, collect, &key);

    if (st == ST_OK)
        st = collect_check(&inner, collect, &key);
    int line = key == NULL ? 0 : yaml_key_line(op->arena, text, "collect", key);

    if (line == 0)
        line = yaml_key_line(op->arena, text, NULL, "collect");
    if (st != ST_OK)
        return op_fail(op, st, "line %d: collect: %s", line, inner.cause);
    profile->collect = collect;
    return ST_OK;
}
