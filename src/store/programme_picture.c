#include "store/programme_picture.h"

#include <stdlib.h>

#include "base/instant.h"
#include "base/json.h"
#include "kin.h"

/* ---- reading ---- */

static struct bytes day(struct op *op, const PGresult *res, int row, int column)
{
    return cell_is_null(res, row, column) ? BYTES_NONE : date_print(op->arena, cell_instant(res, row, column));
}

static struct bytes text(struct op *op, const PGresult *res, int row, int column)
{
    return cell_is_null(res, row, column) ? BYTES_NONE : bytes_copy(op->arena, cell_text(res, row, column));
}

static enum status read_members(struct op *op, struct db *db, struct programme_picture *picture)
{
    struct param params[] = {param_uuid(&picture->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_LIST_MEMBER, params, &res);

    if (st != ST_OK)
        return st;
    picture->members = arena_array(op->arena, struct programme_member, (size_t)PQntuples(res) + 1);
    for (int row = 0; row < PQntuples(res); row++)
        picture->members[picture->member_count++] = (struct programme_member){.is_site = cell_bool(res, row, 0),
                                                                              .name = text(op, res, row, 1),
                                                                              .first_on = day(op, res, row, 2),
                                                                              .last_on = day(op, res, row, 3),
                                                                              .links = cell_i64(res, row, 4)};
    return ST_OK;
}

static enum status read_changes(struct op *op, struct db *db, struct programme_picture *picture)
{
    struct param params[] = {param_uuid(&picture->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_LIST_CHANGE, params, &res);

    if (st != ST_OK)
        return st;
    picture->changes = arena_array(op->arena, struct programme_change, (size_t)PQntuples(res) + 1);
    for (int row = 0; row < PQntuples(res); row++)
        picture->changes[picture->change_count++] = (struct programme_change){.number = cell_i64(res, row, 0),
                                                                              .change = text(op, res, row, 1),
                                                                              .other = text(op, res, row, 2),
                                                                              .members = cell_i64(res, row, 3),
                                                                              .at_us = cell_instant(res, row, 4)};
    return ST_OK;
}

static struct programme_tie link_of(struct op *op, const PGresult *res, int row)
{
    return (struct programme_tie){.one = text(op, res, row, 0),
                                  .other = text(op, res, row, 1),
                                  .cut = cell_bool(res, row, 2),
                                  .off_endpoints = cell_i64(res, row, 3),
                                  .off_sites = cell_i64(res, row, 4),
                                  .across = text(op, res, row, 5)};
}

static struct programme_tie kin_of(struct op *op, const PGresult *res, int row)
{
    return (struct programme_tie){.kin = true,
                                  .one = text(op, res, row, 0),
                                  .other = text(op, res, row, 1),
                                  .of_sites = cell_bool(res, row, 2),
                                  .kind = (enum trait_kind)cell_i64(res, row, 3),
                                  .value = text(op, res, row, 4),
                                  .shared = cell_is_null(res, row, 5) ? 0 : cell_i64(res, row, 5),
                                  .cut = cell_bool(res, row, 6),
                                  .off_endpoints = cell_i64(res, row, 7),
                                  .off_sites = cell_i64(res, row, 8),
                                  .across = text(op, res, row, 9)};
}

static int by_names(const struct programme_tie *a, const struct programme_tie *b)
{
    int order = bytes_compare(a->one, b->one);

    if (order == 0)
        order = bytes_compare(a->other, b->other);
    if (order == 0)
        order = (int)a->kind - (int)b->kind;
    return order != 0 ? order : bytes_compare(a->value, b->value);
}

static int by_loss(const void *a, const void *b)
{
    const struct programme_tie *x = a, *y = b;
    int64_t off = x->off_endpoints + x->off_sites, other_off = y->off_endpoints + y->off_sites;

    if (off != other_off)
        return off > other_off ? -1 : 1;
    if (x->cut != y->cut)
        return x->cut ? -1 : 1;
    return x->kin != y->kin ? x->kin - y->kin : by_names(x, y);
}

static enum status read_ties(struct op *op, struct db *db, struct programme_picture *picture)
{
    struct param params[] = {param_uuid(&picture->id), kin_roles(op->arena, false), kin_roles(op->arena, true)};
    AUTO(pg_clear) PGresult *links = NULL, *kin = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_LIST_BRIDGE, params, &links);

    if (st == ST_OK)
        st = db_run(op, db, &Q_PROGRAMME_LIST_KIN_BRIDGE, params, &kin);
    if (st != ST_OK)
        return st;
    picture->ties = arena_array(op->arena, struct programme_tie, (size_t)PQntuples(links) + (size_t)PQntuples(kin) + 1);
    for (int row = 0; row < PQntuples(links); row++)
        picture->ties[picture->tie_count++] = link_of(op, links, row);
    for (int row = 0; row < PQntuples(kin); row++)
        picture->ties[picture->tie_count++] = kin_of(op, kin, row);
    if (picture->tie_count > 0)
        qsort(picture->ties, picture->tie_count, sizeof(*picture->ties), by_loss);
    return ST_OK;
}

static enum status count_leaves(struct op *op, struct db *db, struct programme_picture *picture)
{
    struct param params[] = {param_uuid(&picture->id)};
    AUTO(pg_clear) PGresult *res = NULL;
    enum status st = db_run(op, db, &Q_PROGRAMME_COUNT_LEAF, params, &res);

    if (st == ST_OK)
        picture->leaves = cell_i64(res, 0, 0);
    return st;
}

enum status programme_picture_get(struct op *op, struct db *db, const struct uuid *id, struct programme_picture *ret)
{
    struct programme_picture picture = {.id = *id};
    enum status st = read_members(op, db, &picture);

    if (st == ST_OK)
        st = read_changes(op, db, &picture);
    if (st == ST_OK && picture.member_count == 0 && picture.change_count == 0)
        return op_fail(op, ST_NOTFOUND, "there is no such programme");
    if (st == ST_OK)
        st = read_ties(op, db, &picture);
    if (st == ST_OK)
        st = count_leaves(op, db, &picture);
    if (st == ST_OK)
        *ret = picture;
    return st;
}

/* ---- as JSON ---- */

static struct bytes side_name(bool site)
{
    return site ? BYTES("site") : BYTES("endpoint");
}

static void put_member(struct json_out *out, const struct programme_member *member)
{
    json_open(out, '{');
    json_key_string(out, "is", side_name(member->is_site));
    json_key_string(out, "name", member->name);
    json_key_string(out, "first_on", member->first_on);
    json_key_string(out, "last_on", member->last_on);
    json_key_i64(out, "links", member->links);
    json_close(out, '}');
}

static void put_change(struct json_out *out, const struct programme_change *change)
{
    json_open(out, '{');
    json_key_i64(out, "number", change->number);
    json_key_string(out, "change", change->change);
    json_key_string(out, "other", change->other);
    json_key_i64(out, "members", change->members);
    json_key_string(out, "at", instant_print(out->arena, change->at_us));
    json_close(out, '}');
}

static void put_kin(struct json_out *out, const struct programme_tie *tie)
{
    json_key_string(out, "is", side_name(tie->of_sites));
    json_key_string(out, "one", tie->one);
    json_key_string(out, "other", tie->other);
    json_key_string(out, "rule", bytes_of(match_kin_name(tie->of_sites, tie->kind)));
    json_key_string(out, "text", bytes_of(match_kin_text(tie->of_sites, tie->kind)));
    json_key_string(out, "kind", bytes_of(trait_kind_name(tie->kind)));
    json_key_string(out, "value", tie->value);
    json_key_i64(out, "shared", tie->shared);
}

static void put_tie(struct json_out *out, const struct programme_tie *tie)
{
    json_open(out, '{');
    json_key_string(out, "tie", tie->kin ? BYTES("kin") : BYTES("link"));
    json_key(out, "cut");
    json_bool(out, tie->cut);
    json_key(out, "off");
    json_open(out, '{');
    json_key_i64(out, "endpoints", tie->off_endpoints);
    json_key_i64(out, "sites", tie->off_sites);
    json_close(out, '}');
    json_key_string(out, "across", tie->across);
    if (tie->kin) {
        put_kin(out, tie);
    } else {
        json_key_string(out, "endpoint", tie->one);
        json_key_string(out, "site", tie->other);
    }
    json_close(out, '}');
}

struct bytes programme_picture_json(struct arena *arena, const struct programme_picture *picture)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "programme", uuid_print(arena, &picture->id));
    json_key(&out, "members");
    json_open(&out, '[');
    for (size_t i = 0; i < picture->member_count; i++)
        put_member(&out, &picture->members[i]);
    json_close(&out, ']');
    json_key(&out, "changes");
    json_open(&out, '[');
    for (size_t i = 0; i < picture->change_count; i++)
        put_change(&out, &picture->changes[i]);
    json_close(&out, ']');
    json_key(&out, "bridges");
    json_open(&out, '[');
    for (size_t i = 0; i < picture->tie_count; i++)
        put_tie(&out, &picture->ties[i]);
    json_close(&out, ']');
    json_key_i64(&out, "leaves", picture->leaves);
    json_close(&out, '}');
    return buf_bytes(&buf);
}
