/* DELETE /v1/records/{record_kind}/{source_ref}: a partner takes one of its records back. */
#include "edge/http/server.h"
#include "store/record_store.h"

static enum status withdraw_end(struct request *request)
{
    struct record_name name = {.partner = request->caller.partner,
                               .partner_number = request->caller.partner_number,
                               .source_ref = request->parameters[1]};
    struct db *db;
    enum status st;

    if (!record_kind_find(request->parameters[0], &name.kind))
        return request_fail(request, ST_NOTFOUND, PROBLEM_TYPE_not_found, "/path/record_kind", "%s", "");
    st = request_db(request, &db);
    if (st == ST_OK)
        st = record_withdraw(&request->op, db, request->server->options->data, &name);
    if (st == ST_NOTFOUND)
        return request_fail(request, st, PROBLEM_TYPE_not_found, "/path/source_ref", "no such record is in force");
    if (st == ST_OK)
        response_set(request, 204, NULL, BYTES_NONE);
    return st;
}

const struct handler handler_record_withdraw = {.end = withdraw_end};
