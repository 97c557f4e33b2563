/* Programmes against a real database: how they form, grow, merge, split and end, and what people decide about that. */
#include "store/hub_store.h"
#include "store/link_store.h"
#include "store/programme_decision.h"
#include "published_world.h"

#define SCHEDULES 12
#define STEPS 8
#define ENDPOINTS 12
#define SITES 12

TestSuite(programme, .init = open_world, .fini = session_close);

static const char *ask_text(const char *text)
{
    AUTO(pg_clear) PGresult *res = ask(text);

    return PQntuples(res) == 0 ? "" : bytes_cstr(arena, cell_text(res, 0, 0));
}

static void publish(unsigned site, unsigned endpoint)
{
    publish_on(site, endpoint, 0);
}

static const char *programme_of(bool site, unsigned number)
{
    return ask_text(arena_printf(arena, "SELECT programme_id FROM programme_member WHERE member_id = '%s'", id_of(site, number)));
}

static bool same_text(const char *a, const char *b)
{
    return bytes_equal(bytes_of(a), bytes_of(b));
}

static const char *changes(void)
{
    return ask_text(
        "SELECT string_agg(change || ' ' || cardinality(members), ', ' ORDER BY change_number) FROM programme_change");
}

/* With what falls off without each. */
static const char *bridges(void)
{
    return ask_text("SELECT string_agg(row, ' ' ORDER BY row) FROM (SELECT b::text AS row FROM programme_bridge b"
                    " UNION ALL SELECT b::text FROM programme_kin_bridge b) x");
}

/* Two programmes of three, 0 and 1. */
static void two_programmes(void)
{
    publish(0, 0);
    publish(0, 1);
    publish(1, 2);
    publish(1, 3);
    run(false);
    cr_assert_eq(ask_number("SELECT count(DISTINCT programme_id) FROM programme_member"), 2);
}

static void merge(void)
{
    publish(0, 2);
    publish(1, 0);
    run(false);
}

Test(programme, records_how_it_forms_grows_merges_splits_and_ends)
{
    const char *first, *second;

    two_programmes();
    first = programme_of(true, 0);
    second = programme_of(true, 1);
    cr_expect_str_eq(changes(), "formed 3, formed 3");
    publish(0, 4);
    run(false);
    cr_expect_str_eq(programme_of(false, 4), first);
    merge();
    cr_expect_str_eq(programme_of(true, 1), first, "the larger keeps its id");
    cr_expect_str_eq(changes(), "formed 3, formed 3, joined 1, merged 3");
    take_back(0, 2);
    take_back(1, 0);
    run(false);
    cr_expect_str_eq(programme_of(true, 0), first);
    cr_expect_str_eq(programme_of(true, 1), second, "what comes out again has the id that it had");
    take_back(0, 4);
    run(false);
    cr_expect_str_eq(programme_of(false, 4), "");
    take_back(1, 2);
    take_back(1, 3);
    run(false);
    cr_expect_str_eq(changes(), "formed 3, formed 3, joined 1, merged 3, split 3, left 1, dissolved 3");
}

static const char *cut_sides(void)
{
    return ask_text(
        "SELECT string_agg(endpoints || '+' || sites, ' ' ORDER BY endpoints, sites) FROM programme_bridge WHERE cut");
}

static int64_t last_change(const char *change)
{
    return ask_number(arena_printf(arena, "SELECT max(change_number) FROM programme_change WHERE change = '%s'", change));
}

static int64_t undo(int64_t change)
{
    struct programme_undone undone;

    cr_assert_eq(programme_undo(&op, db, change, BYTES("a test"), &undone), ST_OK, "%s", op.cause);
    return undone.number;
}

Test(programme, takes_a_merge_apart_when_people_undo_it_until_they_release_that)
{
    const char *first, *second;
    int64_t decision;

    two_programmes();
    publish(0, 4); /* the larger keeps its id */
    run(false);
    first = programme_of(true, 0);
    second = programme_of(true, 1);
    merge();
    cr_assert_str_eq(programme_of(true, 1), programme_of(true, 0));
    decision = undo(last_change("merged"));
    run(false);
    cr_expect_str_eq(programme_of(true, 0), first);
    cr_expect_str_eq(programme_of(true, 1), second);
    cr_expect_str_eq(cut_sides(), "2+1 2+1", "the links between them are shown as cut, with the smaller of the two");
    cr_expect_eq(run(true).programmes.moved, 0, "a rebuild finds the same");
    publish(0, 3); /* one tie more */
    run(false);
    cr_expect(!same_text(programme_of(true, 0), programme_of(true, 1)), "more ties change nothing");
    publish(2, 0);
    publish(2, 2); /* a site between the two */
    run(false);
    cr_expect(!same_text(programme_of(true, 0), programme_of(true, 1)), "nor does a third that is tied to both");
    cr_expect_eq(run(true).programmes.moved, 0);
    cr_assert_eq(programme_release(&op, db, decision), ST_OK, "%s", op.cause);
    run(false);
    cr_expect_str_eq(programme_of(true, 0), programme_of(true, 1), "released, they are one again");
    cr_expect_eq(programme_release(&op, db, decision), ST_CONFLICT);
}

Test(programme, keeps_together_what_people_say_did_not_split)
{
    int64_t decision;

    two_programmes();
    merge();
    take_back(0, 2);
    take_back(1, 0);
    run(false);
    cr_assert(!same_text(programme_of(true, 0), programme_of(true, 1)));
    decision = undo(last_change("split"));
    run(false);
    cr_expect_str_eq(programme_of(true, 0), programme_of(true, 1));
    cr_expect_eq(run(true).programmes.moved, 0, "a rebuild finds the same");
    cr_expect_eq(ask_number("SELECT count(*) FROM programme_bridge b JOIN link USING (site_id, endpoint_id)"),
                 ask_number("SELECT count(*) FROM programme_bridge"), "what ties them is no link");
    cr_assert_eq(programme_release(&op, db, decision), ST_OK, "%s", op.cause);
    run(false);
    cr_expect(!same_text(programme_of(true, 0), programme_of(true, 1)));
}

static const char *members_of(const char *programme)
{
    return ask_text(arena_printf(
        arena, "SELECT string_agg(member_id::text, ' ' ORDER BY member_id) FROM programme_member WHERE programme_id = '%s'",
        programme));
}

/* Even when its name cannot be made from its members any more, and when it has grown beyond what took it in. */
Test(programme, gives_a_part_its_id_and_its_members_back_when_a_merge_is_undone)
{
    const char *taken, *taker, *taken_members, *taker_members;

    two_programmes();
    publish(1, 5); /* the larger takes in */
    run(false);
    taken = programme_of(true, 0);
    taker = programme_of(true, 1);
    publish(0, 6);
    run(false);
    take_back(0, 1); /* the lowest */
    run(false);
    cr_assert_str_eq(programme_of(true, 0), taken);
    taken_members = members_of(taken);
    taker_members = members_of(taker);
    merge();
    cr_assert_str_eq(programme_of(true, 0), taker);
    undo(last_change("merged"));
    run(false);
    cr_expect_str_eq(programme_of(true, 0), taken);
    cr_expect_str_eq(members_of(taken), taken_members);
    cr_expect_str_eq(members_of(taker), taker_members);
    cr_expect_eq(run(true).programmes.moved, 0, "a rebuild finds the same");
}

Test(programme, says_nothing_about_members_that_joined_after_the_merge_that_is_undone)
{
    const char *taken, *taker;

    two_programmes();
    publish(1, 5);
    run(false);
    taken = programme_of(true, 0);
    taker = programme_of(true, 1);
    merge();
    for (unsigned endpoint = 7; endpoint < 12; endpoint++)
        publish(0, endpoint);
    run(false);
    cr_assert_str_eq(programme_of(false, 7), taker);
    undo(last_change("merged"));
    run(false);
    cr_expect_str_eq(programme_of(false, 7), taken, "they go where their links lead");
    cr_expect_str_eq(programme_of(true, 0), taken, "and it is the one that had come in, large as it is");
    cr_expect_str_eq(programme_of(true, 1), taker);
}

Test(programme, gives_the_whole_its_id_and_its_members_back_when_a_split_is_undone)
{
    const char *whole, *members;
    bool second;

    for (unsigned n = 0; n < 4; n++)
        publish(n / 2, n);
    publish(0, 2);
    publish(1, 0);
    run(false);
    whole = programme_of(true, 0);
    members = members_of(whole);
    cr_assert_str_eq(programme_of(true, 1), whole);
    take_back(0, 2);
    take_back(1, 0);
    run(false);
    second = same_text(programme_of(true, 0), whole);
    cr_assert(second != same_text(programme_of(true, 1), whole));
    publish(second, 7);
    publish(second, 8); /* what split off is the larger now */
    run(false);
    undo(last_change("split"));
    take_back(second, 7);
    take_back(second, 8);
    run(false);
    cr_expect_str_eq(members_of(whole), members);
    cr_expect_eq(ask_number("SELECT count(DISTINCT programme_id) FROM programme_member"), 1);
    cr_expect_eq(run(true).programmes.moved, 0, "a rebuild finds the same");
}

Test(programme, refuses_a_decision_that_contradicts_another)
{
    struct programme_undone undone;
    int64_t apart;

    two_programmes();
    merge();
    apart = undo(last_change("merged"));
    run(false);
    cr_expect_eq(programme_undo(&op, db, last_change("split"), BYTES("x"), &undone), ST_CONFLICT);
    cr_expect_eq(ask_number("SELECT count(*) FROM programme_decision"), 1);
    op_clear(&op);
    cr_assert_eq(programme_release(&op, db, apart), ST_OK, "%s", op.cause);
    run(false);
    cr_expect_str_eq(programme_of(true, 0), programme_of(true, 1), "released, it is undone");
}

Test(programme, undoes_a_change_once_and_only_one_that_is_there)
{
    struct programme_undone undone;

    two_programmes();
    merge();
    cr_expect_eq(programme_undo(&op, db, 99, BYTES("x"), &undone), ST_NOTFOUND);
    op_clear(&op);
    cr_expect_eq(programme_undo(&op, db, 1, BYTES("x"), &undone), ST_NOTFOUND, "forming is no merge");
    op_clear(&op);
    cr_expect_eq(programme_undo(&op, db, last_change("merged"), BYTES("  "), &undone), ST_INPUT);
    op_clear(&op);
    undo(last_change("merged"));
    cr_expect_eq(programme_undo(&op, db, last_change("merged"), BYTES("x"), &undone), ST_NOTFOUND, "it has been undone");
}

/* ---- kinship, and what people say about it ---- */

static void register_as(unsigned endpoint, const char *number)
{
    put_trait(false, endpoint, TRAIT_registration_number, ROLE_owner, number, 0);
}

static bool together(unsigned site, unsigned other)
{
    return same_text(programme_of(true, site), programme_of(true, other));
}

static void run_both(const char *what, bool expected, unsigned site, unsigned other)
{
    const char *before;

    run(false);
    before = bridges();
    cr_expect_eq(together(site, other), expected, "%s", what);
    cr_expect_eq(run(true).programmes.moved, 0, "%s: a rebuild groups otherwise", what);
    cr_expect_str_eq(bridges(), before, "%s", what);
}

Test(programme, holds_kin_apart_and_together_as_people_have_decided)
{
    int64_t decision;

    two_programmes();
    register_as(1, "DE1");
    register_as(2, "DE1");
    run_both("one register entry", true, 0, 1);
    decision = undo(last_change("merged"));
    run_both("the merge is undone", false, 0, 1);
    cr_expect_eq(ask_number("SELECT count(*) FROM programme_kin_bridge WHERE cut AND NOT is_site"), 1,
                 "it is shown what was cut");
    register_as(0, "DE2");
    register_as(3, "DE2");
    run_both("more that makes them kin changes nothing", false, 0, 1);
    cr_assert_eq(programme_release(&op, db, decision), ST_OK, "%s", op.cause);
    run_both("the decision is released", true, 0, 1);
}

static const char *kin_sides(void)
{
    return ask_text("SELECT string_agg(endpoints || '+' || sites, ' ') FROM programme_kin_bridge WHERE NOT cut");
}

Test(programme, knows_how_much_falls_off_with_a_bridge)
{
    two_programmes();
    register_as(1, "DE1");
    register_as(2, "DE1");
    run(false);
    cr_expect_str_eq(kin_sides(), "2+1");
    take_back(1, 3);
    run(false);
    cr_expect_str_eq(kin_sides(), "1+1", "one side has shrunk, far from the bridge");
    cr_expect_eq(ask_number("SELECT count(*) FROM programme_bridge WHERE endpoints + sites = 1"), 2, "leaves");
    cr_expect_eq(ask_number("SELECT count(*) FROM programme_bridge WHERE endpoints = 1 AND sites = 1"), 1);
}

static void decide(enum link_status decision, unsigned endpoint, unsigned site)
{
    struct uuid ids[2];

    cr_assert(uuid_parse(bytes_of(id_of(false, endpoint)), &ids[0]) && uuid_parse(bytes_of(id_of(true, site)), &ids[1]));
    cr_assert_eq(link_decide(&op, db, &ids[0], &ids[1], decision, BYTES("a test")), ST_OK, "%s", op.cause);
}

Test(programme, does_not_tie_sites_by_an_endpoint_whose_link_to_one_of_them_is_rejected)
{
    two_programmes();
    publish(1, 0);
    run_both("both publish one endpoint", true, 0, 1);
    decide(LINK_rejected, 0, 1);
    run_both("its link to one of them is rejected", false, 0, 1);
    publish(4, 0);
    run_both("a third publishes it", false, 0, 1);
    cr_expect(together(0, 4), "that ties the third to the other");
    decide(LINK_confirmed, 0, 1);
    run_both("it is confirmed after all", true, 0, 1);
}

static int64_t ways_to(unsigned site, unsigned endpoint)
{
    return ask_number(arena_printf(arena, "SELECT count(*) FROM link_hop WHERE site_id = '%s' AND endpoint_id = '%s'",
                                   id_of(true, site), id_of(false, endpoint)));
}

Test(programme, passes_no_link_on_by_an_endpoint_whose_link_to_one_of_the_sites_is_rejected)
{
    publish(0, 0);
    publish(0, 1);
    publish(1, 0);
    run(false);
    cr_expect_eq(ways_to(1, 1), 1, "both sites publish one endpoint");
    decide(LINK_rejected, 0, 1);
    run(false);
    cr_expect_eq(ways_to(1, 1), 0, "its link to one of them is rejected");
    run(true);
    cr_expect_eq(ways_to(1, 1), 0, "a rebuild passes it on");
    decide(LINK_confirmed, 0, 1);
    run(false);
    cr_expect_eq(ways_to(1, 1), 1, "it is confirmed after all");
}

static int64_t rule(bool hub, const char *number, const unsigned *endpoints, size_t count)
{
    struct uuid ids[ENDPOINTS], site;
    struct hub_override override = {.kind = TRAIT_registration_number,
                                    .value = bytes_of(number),
                                    .is_hub = hub,
                                    .endpoints = ids,
                                    .endpoint_count = count,
                                    .sites = &site,
                                    .site_count = 1,
                                    .reason = BYTES("a test")};
    int64_t ret;

    for (size_t i = 0; i < count; i++)
        cr_assert(uuid_parse(bytes_of(id_of(false, endpoints[i])), &ids[i]));
    cr_assert(uuid_parse(bytes_of(id_of(true, 0)), &site));
    cr_assert_eq(hub_override_put(&op, db, &override, &ret), ST_OK, "%s", op.cause);
    return ret;
}

Test(programme, does_not_tie_by_a_value_that_is_ruled_to_be_a_hub_in_the_case)
{
    static const unsigned pair[] = {1, 2}, one[] = {1};
    int64_t number;

    two_programmes();
    register_as(1, "DE1");
    register_as(2, "DE1");
    run_both("one register entry", true, 0, 1);
    number = rule(true, "DE1", pair, 2);
    run_both("of a formation agent, somebody finds", false, 0, 1);
    cr_assert_eq(hub_override_release(&op, db, number), ST_OK, "%s", op.cause);
    run_both("it is released", true, 0, 1);
    rule(true, "DE1", one, 1);
    run_both("in the case of the one", false, 0, 1);
    rule(false, "DE1", pair, 2);
    run_both("the last ruling counts", true, 0, 1);
}

Test(programme, ties_by_a_value_that_many_have_when_it_is_ruled_to_be_no_hub_in_the_case)
{
    static const unsigned pair[] = {1, 2};
    int64_t number;

    two_programmes();
    for (unsigned endpoint = 20; endpoint < 70; endpoint++)
        register_as(endpoint, "DE1");
    register_as(1, "DE1");
    register_as(2, "DE1");
    run_both("fifty have it", false, 0, 1);
    number = rule(false, "DE1", pair, 2);
    run_both("these two are one, somebody finds", true, 0, 1);
    sql(arena_printf(arena,
                     "WITH gone AS (DELETE FROM endpoint_trait WHERE endpoint_id = '%s' AND value = 'DE1' RETURNING *)"
                     " INSERT INTO changed_value SELECT bucket, hash, kind, value FROM gone;"
                     " INSERT INTO changed_endpoint VALUES ('%s') ON CONFLICT DO NOTHING",
                     id_of(false, 2), id_of(false, 2)));
    run_both("one of them has it no more", false, 0, 1);
    register_as(2, "DE1");
    run_both("it has it again", true, 0, 1);
    cr_assert_eq(hub_override_release(&op, db, number), ST_OK, "%s", op.cause);
    run_both("it is released", false, 0, 1);
}

/* ---- random schedules: what is grouped step by step is what is grouped at once ---- */

static void decide_something(void)
{
    struct programme_undone undone;
    int64_t change = ask_number(arena_printf(
        arena,
        "SELECT change_number FROM programme_change WHERE change IN ('merged', 'split') ORDER BY change_number DESC OFFSET %u LIMIT 1",
        below(3)));

    if (change > 0 && below(5) > 0 && programme_undo(&op, db, change, BYTES("a test"), &undone) != ST_OK)
        op_clear(&op);
    if (below(6) == 0 && programme_release(&op, db, 1 + (int64_t)below(4)) != ST_OK)
        op_clear(&op);
}

static void run_schedule(unsigned schedule, int64_t *decisions)
{
    const char *before;

    state = schedule * 7919 + 5;
    empty_database();
    for (unsigned step = 0; step < STEPS; step++) {
        for (unsigned i = 0, n = step == 0 ? 14 : 1 + below(8); i < n; i++)
            if (step > 0 && below(3) == 0)
                take_back(below(SITES), below(ENDPOINTS));
            else
                publish(below(SITES), below(ENDPOINTS));
        if (step > 0)
            decide_something();
        run(false);
    }
    before = bridges();
    cr_assert_eq(run(true).programmes.moved, 0, "schedule %u: a rebuild groups otherwise", schedule);
    cr_assert_str_eq(bridges(), before, "schedule %u", schedule);
    *decisions += ask_number("SELECT count(*) FROM programme_decision WHERE released_at IS NULL");
}

Test(programme, groups_step_by_step_what_a_rebuild_groups_at_once_whatever_people_decide)
{
    int64_t decisions = 0;

    for (unsigned schedule = 0; schedule < SCHEDULES; schedule++)
        run_schedule(schedule, &decisions);
    cr_assert_gt(decisions, SCHEDULES / 2, "only %lld decisions were in force at the ends", (long long)decisions);
}
