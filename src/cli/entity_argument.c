#include "cli/entity_argument.h"

enum status endpoint_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret)
{
    const struct ident_data *data;
    struct ident_context context = {0};
    struct ident ident;
    enum reason reason;
    enum status st = cli_ident_data(op, cli, &data);

    if (st != ST_OK)
        return st;
    reason = ident_parse(data, op->arena, IDENT_endpoint, bytes_of(text), &context, &ident);
    if (reason != REASON_ok)
        return op_fail(op, ST_USAGE, "the endpoint: %s", reason_text(reason));
    *ret = entity_of_endpoint(op->arena, ident.value);
    return ST_OK;
}
