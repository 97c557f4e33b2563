#include "store/partner_store.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"
#include "core/leaf.h"
#include "store/audit_store.h"

static const char *const kinds[] = {
#define PARTNER_KIND(name, text) #name,
#include "core/partner_kind.def"
#undef PARTNER_KIND
};

#define ID_LIMIT 63
#define NAME_LIMIT 200

static bool id_is_good(struct bytes id)
{
    if (id.n == 0 || id.n > ID_LIMIT || id.p[0] == '-' || id.p[0] == '_')
        return false;
    for (size_t i = 0; i < id.n; i++)
        if (!(id.p[i] >= 'a' && id.p[i] <= 'z') && !ascii_digit(id.p[i]) && id.p[i] != '-' && id.p[i] != '_')
            return false;
    return true;
}

static bool kind_is_good(struct bytes kind)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (bytes_is(kind, kinds[i]))
            return true;
    return false;
}

static bool country_is_good(struct bytes country)
{
    return country.n == 2 && country.p[0] >= 'A' && country.p[0] <= 'Z' && country.p[1] >= 'A' && country.p[1] <= 'Z';
}

static enum status partner_check(struct op *op, const struct partner *partner)
{
    if (!id_is_good(partner->id))
        return op_fail(op, ST_INPUT, "partner id: 1 to 63 of a-z, 0-9, - and _, beginning with a letter or digit");
    if (partner->name.n == 0 || partner->name.n > NAME_LIMIT || utf8_check(partner->name) < partner->name.n)
        return op_fail(op, ST_INPUT, "partner name: 1 to 200 bytes of UTF-8");
    if (!kind_is_good(partner->kind))
        return op_fail(op, ST_INPUT, "partner kind: not one of those that 'efc partner add --help' names");
    if (!country_is_good(partner->country))
        return op_fail(op, ST_INPUT, "partner country: two capital letters (ISO 3166-1), EU for a European body");
    if (partner->delivery_url.p != NULL && !bytes_start(partner->delivery_url, BYTES("https://")))
        return op_fail(op, ST_INPUT, "delivery URL: must begin with https://");
    return ST_OK;
}

static enum status put_routes(struct op *op, struct db *db, const struct partner *partner)
{
    enum status st = ST_OK;

    for (size_t i = 0; i < partner->route_count && st == ST_OK; i++) {
        struct param params[] = {param_text(partner->routes[i].scheme), param_text(partner->routes[i].prefix),
                                 param_text(partner->id)};

        st = db_do(op, db, &Q_PARTNER_PUT_ROUTE, params);
    }
    return st;
}

/* ---- the leaf: cells as copy_partners.sql reads them back ---- */

static int compare_text(const void *a, const void *b)
{
    return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

/* "card-acceptor/412345 iban/DE37040044", sorted, each once. */
static struct bytes closes_text(struct arena *arena, const struct partner *partner)
{
    struct bytes *routes = arena_array(arena, struct bytes, partner->route_count + 1);
    struct buf buf;

    for (size_t i = 0; i < partner->route_count; i++) {
        const struct partner_route *route = &partner->routes[i];

        routes[i] =
            bytes_printf(arena, "%.*s/%.*s", (int)route->scheme.n, route->scheme.p, (int)route->prefix.n, route->prefix.p);
    }
    qsort(routes, partner->route_count, sizeof(*routes), compare_text);
    buf_init(&buf, arena);
    for (size_t i = 0; i < partner->route_count; i++)
        if (i == 0 || !bytes_equal(routes[i], routes[i - 1])) {
            buf_puts(&buf, i == 0 ? "" : " ");
            buf_put(&buf, routes[i]);
        }
    return buf.n == 0 ? BYTES("") : buf_bytes(&buf);
}

static struct bytes networks_text(struct arena *arena, const struct partner *partner)
{
    struct buf buf;

    buf_init(&buf, arena);
    for (size_t i = 0; i < partner->network_count; i++) {
        buf_puts(&buf, i == 0 ? "" : " ");
        buf_put(&buf, partner->networks[i]);
    }
    return buf.n == 0 ? BYTES("") : buf_bytes(&buf);
}

static struct bytes row_hash(struct op *op, const struct partner *partner)
{
    const struct bytes cells[] = {partner->id,
                                  partner->name,
                                  partner->kind,
                                  partner->country,
                                  instant_print(op->arena, op->now_us),
                                  partner->delivery_url,
                                  partner->delivery_key,
                                  partner->delivery_ca,
                                  networks_text(op->arena, partner),
                                  closes_text(op->arena, partner)};

    return leaf_row_hash(op->arena, cells, COUNT_OF(cells));
}

static struct bytes leaf_detail_of(struct op *op, const struct partner *partner)
{
    struct buf buf;
    struct json_out out;

    buf_init(&buf, op->arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "country", partner->country);
    json_key_string(&out, "delivery_url", partner->delivery_url);
    json_key_string(&out, "kind", partner->kind);
    json_key_string(&out, "name", partner->name);
    json_key_string(&out, "sha256", row_hash(op, partner));
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static enum status put_work(struct op *op, struct db *db, void *arg)
{
    const struct partner *partner = arg;
    struct param params[] = {param_text(partner->id),
                             param_text(partner->name),
                             param_text(partner->kind),
                             param_text(partner->country),
                             param_instant(op->arena, op->now_us),
                             param_text(partner->delivery_url),
                             param_text(partner->delivery_key),
                             param_text(partner->delivery_ca),
                             param_text_array(op->arena, partner->networks, partner->network_count)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PARTNER_PUT, params, &res);

    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_CONFLICT, "the partner exists already");
    if (st == ST_OK)
        st = put_routes(op, db, partner);
    if (st == ST_OK)
        st = audit_append(op, db, "partner.add", partner->id, leaf_detail_of(op, partner), NULL);
    return st;
}

enum status partner_put(struct op *op, struct db *db, const struct partner *partner)
{
    enum status st = partner_check(op, partner);

    return st != ST_OK ? st : db_unit(op, db, put_work, (void *)partner);
}

static enum status put_name_work(struct op *op, struct db *db, void *arg)
{
    const struct partner *partner = arg;
    struct param params[] = {param_text(partner->id), param_text(partner->name), param_text(partner->kind),
                             param_text(partner->country), param_instant(op->arena, op->now_us)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PARTNER_PUT_NAME, params, &res);

    if (st == ST_OK && db_affected(res) > 0)
        st = audit_append(op, db, "partner.add", partner->id, leaf_detail_of(op, partner), NULL);
    return st;
}

enum status partner_put_name(struct op *op, struct db *db, const struct partner *partner)
{
    enum status st = partner_check(op, partner);

    return st != ST_OK ? st : db_unit(op, db, put_name_work, (void *)partner);
}

enum status partner_find(struct op *op, struct db *db, struct bytes id, struct partner *ret)
{
    struct param params[] = {param_text(id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PARTNER_FIND, params, &res);

    if (st != ST_OK)
        return st;
    if (PQntuples(res) == 0)
        return ST_NOTFOUND;
    *ret = (struct partner){.id = bytes_copy(op->arena, cell_text(res, 0, 0)),
                            .number = (int16_t)cell_i64(res, 0, 1),
                            .name = bytes_copy(op->arena, cell_text(res, 0, 2)),
                            .kind = bytes_copy(op->arena, cell_text(res, 0, 3)),
                            .country = bytes_copy(op->arena, cell_text(res, 0, 4))};
    return ST_OK;
}
