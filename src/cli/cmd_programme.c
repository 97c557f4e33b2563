#include "base/instant.h"
#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/programme_store.h"

/* ---- list ---- */

struct printing {
    struct rows *rows;
    struct arena *arena; /* of one row */
};

static enum status print_member(struct op *op UNUSED, const struct uuid *programme, struct bytes member, void *arg)
{
    struct printing *printing = arg;

    arena_reset(printing->arena);
    rows_text(printing->rows, uuid_print(printing->arena, programme));
    rows_text(printing->rows, member);
    return ST_OK;
}

static enum status list(struct op *op, struct cli *cli)
{
    static const char *const columns[] = {"programme", "member"};
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct printing printing = {.arena = arena};
    struct db *db;
    enum status st = cli_db(op, cli, &db);

    if (st == ST_OK)
        st = rows_begin(op, cli, columns, COUNT_OF(columns), &printing.rows);
    if (st != ST_OK)
        return st;
    st = programme_list(op, db, print_member, &printing);
    rows_end(printing.rows);
    return st;
}

/* ---- show ---- */

static enum status ask(struct op *op, struct db *db, const struct query *query, const struct uuid *id, PGresult **ret)
{
    struct param params[] = {param_uuid(id)};

    return db_run(op, db, query, params, ret);
}

static struct bytes day(struct op *op, const PGresult *res, int row, int column)
{
    return cell_is_null(res, row, column) ? BYTES("?") : date_print(op->arena, cell_instant(res, row, column));
}

static void print_members(struct op *op, const PGresult *res)
{
    printf("\nmembers, in the order in which they came up\n");
    for (int row = 0; row < PQntuples(res); row++) {
        struct bytes kind = cell_text(res, row, 0), name = cell_text(res, row, 1), links = cell_text(res, row, 4);
        struct bytes first = day(op, res, row, 2), last = day(op, res, row, 3);

        printf("  %.*s to %.*s  %-8.*s  %.*s  (%.*s links)\n", (int)first.n, first.p, (int)last.n, last.p, (int)kind.n, kind.p,
               (int)name.n, name.p, (int)links.n, links.p);
    }
}

static void print_changes(struct op *op, const PGresult *res)
{
    printf("\nhow it came to be\n");
    for (int row = 0; row < PQntuples(res); row++) {
        struct bytes change = cell_text(res, row, 0), other = cell_text(res, row, 1), members = cell_text(res, row, 2);
        struct bytes date = day(op, res, row, 3);

        printf("  %.*s  %.*s%s%.*s: %.*s members\n", (int)date.n, date.p, (int)change.n, change.p, other.n > 0 ? " with " : "",
               (int)other.n, other.p, (int)members.n, members.p);
    }
}

static void print_bridges(const PGresult *res)
{
    if (PQntuples(res) > 0)
        printf("\nlinks that alone hold parts of it together; look at these first\n");
    for (int row = 0; row < PQntuples(res); row++) {
        struct bytes endpoint = cell_text(res, row, 0), site = cell_text(res, row, 1);

        printf("  %s  %.*s  %.*s\n", cell_bool(res, row, 2) ? "cut " : "kept", (int)endpoint.n, endpoint.p, (int)site.n, site.p);
    }
}

static enum status show(struct op *op, struct cli *cli)
{
    AUTO(pg_clear) PGresult *members = NULL, *changes = NULL, *bridges = NULL;
    struct uuid id;
    struct db *db;
    enum status st;

    st = programme_argument(op, cli_argument(cli, 0), &id);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = ask(op, db, &Q_PROGRAMME_LIST_MEMBER, &id, &members);
    if (st == ST_OK)
        st = ask(op, db, &Q_PROGRAMME_LIST_CHANGE, &id, &changes);
    if (st == ST_OK)
        st = ask(op, db, &Q_PROGRAMME_LIST_BRIDGE, &id, &bridges);
    if (st == ST_OK && PQntuples(members) == 0 && PQntuples(changes) == 0)
        return op_fail(op, ST_NOTFOUND, "there is no such programme");
    if (st != ST_OK)
        return st;
    printf("programme  %s, %d members\n", cli_argument(cli, 0), PQntuples(members));
    print_members(op, members);
    print_changes(op, changes);
    print_bridges(bridges);
    return ST_OK;
}

const struct command command_programme_list = {
    .path = "programme list",
    .summary = "List programmes and their members",
    .text =
        "A programme is a group of endpoints and sites that one hand probably runs. One row a member: programme and member, the largest "
        "programme first. A programme keeps its id from run to run as long as most of its members stay together."
        "\n\nExample: efc programme list --format csv",
    .options = (const struct cli_option[]){CLI_FORMAT_OPTION, {0}},
    .role = "efc_review",
    .run = list,
};

const struct command command_programme_show = {
    .path = "programme show",
    .arguments = "PROGRAMME",
    .summary = "Show a programme: its members in time, how it came to be, its weak points",
    .text =
        "Prints the members with the days from and to which something is known of them, when the programme was formed, merged or "
        "split, and the links without which it would fall in two. A link that was too weak to hold two parts together was cut. efc programme "
        "timeline shows the same and more in the order of time.",
    .options = (const struct cli_option[]){{0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = show,
};
