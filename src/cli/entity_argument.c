#include "cli/entity_argument.h"

static enum status parse(struct op *op, struct cli *cli, enum ident_kind kind, const char *text, struct bytes *ret)
{
    const struct ident_data *data;
    struct ident_context context = {0};
    struct ident ident;
    enum reason reason;
    enum status st = cli_ident_data(op, cli, &data);

    if (st != ST_OK)
        return st;
    reason = ident_parse(data, op->arena, kind, bytes_of(text), &context, &ident);
    if (reason != REASON_ok)
        return op_fail(op, ST_USAGE, "the %s: %s", kind == IDENT_endpoint ? "endpoint" : "site", reason_text(reason));
    *ret = ident.value;
    return ST_OK;
}

enum status endpoint_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret)
{
    struct bytes name;
    enum status st = parse(op, cli, IDENT_endpoint, text, &name);

    if (st == ST_OK)
        *ret = entity_of_endpoint(op->arena, name);
    return st;
}

enum status site_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret)
{
    struct bytes name;
    enum status st = parse(op, cli, IDENT_site, text, &name);

    if (st == ST_OK)
        *ret = entity_of_site(op->arena, name);
    return st;
}

enum status trait_kind_argument(struct op *op, const char *text, enum trait_kind *ret)
{
    for (enum trait_kind kind = 0; kind < TRAIT_COUNT; kind++)
        if (bytes_is(bytes_of(text), trait_kind_name(kind))) {
            *ret = kind;
            return ST_OK;
        }
    return op_fail(op, ST_USAGE, "there is no kind of value with this name; efc link show names them");
}

static bool member_find(struct op *op, const struct ident_data *data, struct bytes text, struct entity *ret)
{
    struct ident_context context = {0};
    struct ident ident;
    bool endpoint = ident_parse(data, op->arena, IDENT_endpoint, text, &context, &ident) == REASON_ok;

    if (!endpoint && ident_parse(data, op->arena, IDENT_site, text, &context, &ident) != REASON_ok)
        return false;
    *ret = endpoint ? entity_of_endpoint(op->arena, ident.value) : entity_of_site(op->arena, ident.value);
    return true;
}

static enum status programme_of(struct op *op, struct cli *cli, const struct uuid *member, struct uuid *ret)
{
    struct param params[] = {param_uuid(member)};
    AUTO(pg_clear) PGresult *res = NULL;
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = db_run(op, db, &Q_PROGRAMME_FIND_OF_MEMBER, params, &res);
    if (st == ST_OK && PQntuples(res) == 0)
        return op_fail(op, ST_NOTFOUND, "it is unknown or in no programme");
    if (st == ST_OK)
        *ret = cell_uuid(res, 0, 0);
    return st;
}

enum status programme_argument(struct op *op, struct cli *cli, const char *text, struct uuid *ret)
{
    const struct ident_data *data;
    struct entity member;
    enum status st;

    if (uuid_parse(bytes_of(text), ret))
        return ST_OK;
    st = cli_ident_data(op, cli, &data);
    if (st != ST_OK)
        return st;
    if (!member_find(op, data, bytes_of(text), &member))
        return op_fail(op, ST_USAGE, "PROGRAMME is an id that efc programme list prints, or an endpoint or a site of one");
    return programme_of(op, cli, &member.id, ret);
}
