#include <inttypes.h>

#include "base/instant.h"
#include "cli/cli.h"
#include "cli/entity_argument.h"
#include "store/programme_picture.h"
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

static const char *plural(int64_t count)
{
    return count == 1 ? "" : "s";
}

static void print_members(const struct programme_picture *picture)
{
    printf("\nmembers, in the order in which they came up\n");
    for (size_t i = 0; i < picture->member_count; i++) {
        const struct programme_member *member = &picture->members[i];
        struct bytes first = member->first_on.p == NULL ? BYTES("?") : member->first_on;
        struct bytes last = member->last_on.p == NULL ? BYTES("?") : member->last_on;

        printf("  %-10.*s to %-10.*s  %-8s  %.*s  (%" PRId64 " link%s)\n", (int)first.n, first.p, (int)last.n, last.p,
               member->is_site ? "site" : "endpoint", (int)member->name.n, member->name.p, member->links, plural(member->links));
    }
}

static const char *before_other(struct bytes change)
{
    return bytes_is(change, "merged") ? " with " : bytes_is(change, "split") ? " from " : " ";
}

static void print_changes(struct op *op, const struct programme_picture *picture)
{
    printf("\nhow it came to be\n");
    for (size_t i = 0; i < picture->change_count; i++) {
        const struct programme_change *change = &picture->changes[i];
        struct bytes date = date_print(op->arena, change->at_us);

        printf("  %.*s  change %" PRId64 ", %.*s%s%.*s: %" PRId64 " member%s\n", (int)date.n, date.p, change->number,
               (int)change->change.n, change->change.p, change->other.n > 0 ? before_other(change->change) : "",
               (int)change->other.n, change->other.p, change->members, plural(change->members));
    }
}

static void print_kin(const struct programme_tie *tie)
{
    const char *sides = tie->of_sites ? "sites" : "endpoints";

    if (tie->value.n == 0)
        printf("        %s have something in common that has changed since: run efc correlate\n", sides);
    else
        printf("        kin: %s, %s = %.*s, which %" PRId64 " %s have\n", match_kin_text(tie->of_sites, tie->kind),
               trait_kind_name(tie->kind), (int)tie->value.n, tie->value.p, tie->shared, sides);
}

static void print_tie(const struct programme_tie *tie)
{
    printf("  %s  %.*s  %.*s\n", tie->cut ? "cut " : "kept", (int)tie->one.n, tie->one.p, (int)tie->other.n, tie->other.p);
    printf("        %" PRId64 " endpoint%s and %" PRId64 " site%s %s\n", tie->off_endpoints, plural(tie->off_endpoints),
           tie->off_sites, plural(tie->off_sites), tie->cut ? "fell off with it" : "would fall off without it");
    if (tie->kin)
        print_kin(tie);
    if (tie->across.n > 0)
        printf("        the other side is programme %.*s\n", (int)tie->across.n, tie->across.p);
}

static void print_ties(const struct programme_picture *picture)
{
    if (picture->tie_count > 0)
        printf("\nwhat alone holds parts of it together, the largest part first\n");
    for (size_t i = 0; i < picture->tie_count; i++)
        print_tie(&picture->ties[i]);
    if (picture->leaves > 0)
        printf("\nmembers that hang on it by one tie alone: %" PRId64 "\n", picture->leaves);
}

static void print_picture(struct op *op, const struct programme_picture *picture)
{
    struct bytes id = uuid_print(op->arena, &picture->id);

    printf("programme  %.*s, %zu members\n", (int)id.n, id.p, picture->member_count);
    print_members(picture);
    print_changes(op, picture);
    print_ties(picture);
}

static enum status show(struct op *op, struct cli *cli)
{
    struct programme_picture picture;
    struct uuid id;
    struct db *db;
    bool json = false;
    enum status st = programme_argument(op, cli, cli_argument(cli, 0), &id);

    if (st == ST_OK)
        st = cli_is_json(op, cli, &json);
    if (st == ST_OK)
        st = cli_db(op, cli, &db);
    if (st == ST_OK)
        st = programme_picture_get(op, db, &id, &picture);
    if (st != ST_OK)
        return st;
    if (json) {
        struct bytes text = programme_picture_json(op->arena, &picture);

        printf("%.*s\n", (int)text.n, text.p);
    } else {
        print_picture(op, &picture);
    }
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
        "PROGRAMME is its id, or an endpoint or a site that is in it. Prints the members with the days from and to which something is known of them, when the programme was formed, merged or "
        "split, with the numbers that efc programme undo takes, and its weak points: the links, and the values that two endpoints or two sites "
        "have in common, without which it would fall in two (kept), and those that were too weak to hold two parts together or join what "
        "people found to lie apart (cut). Each says how many endpoints and sites the smaller of its two sides has, the largest first; members "
        "that hang on the rest by one tie alone are counted. Of a value it says how many have it. efc programme timeline shows what happened in the order of time."
        "\n\nWith --format json: programme, members (is, name, first_on, last_on, links), changes (number, change, other, members, at), "
        "bridges (tie, cut, off, which is endpoints and sites of the smaller side, across and, of a link, endpoint and site; of kin, is, one, "
        "other, rule, text, kind, value and shared) and leaves."
        "\n\nExample: efc programme show 6ba7b810-9dad-81d1-80b4-00c04fd430c8 --format json",
    .options = (const struct cli_option[]){CLI_PICTURE_OPTION, {0}},
    .least_arguments = 1,
    .most_arguments = 1,
    .role = "efc_review",
    .run = show,
};
