#include <criterion/criterion.h>
#include <pthread.h>
#include <string.h>

#include "base/buf.h"
#include "edge/intake/profile_shelf.h"

static struct arena *arena;
static struct op op;
static struct profile_shelf *shelf;

static void make(void)
{
    arena = arena_new(SIZE_MAX);
    op_init(&op, arena, 0, "test");
    shelf = profile_shelf_new();
}

static void give_back(void)
{
    profile_shelf_free(&shelf);
    arena_free(&arena);
}

TestSuite(profile_shelf, .init = make, .fini = give_back);

static struct bytes text_of(const char *column)
{
    return bytes_printf(
        arena, "name: Test\nkind: merchant_flag\ntime_zone: Europe/Berlin\nfields:\n  - field: source_ref\n    column: %s\n",
        column);
}

static struct profile_loan lend(struct bytes text)
{
    struct profile_loan loan = {.shelf = NULL};

    cr_assert_eq(profile_lend(&op, shelf, "test", text, &loan), ST_OK, "%s", op.cause);
    return loan;
}

static struct bytes column_of(const struct profile_loan *loan)
{
    return loan->profile.fields[0].columns.items[0];
}

Test(profile_shelf, parses_a_text_once_and_another_text_anew)
{
    struct profile_loan one = lend(text_of("Nummer")), same = lend(text_of("Nummer"));

    cr_expect_eq(profile_shelf_look(shelf).parsed, 1);
    struct profile_loan other = lend(text_of("Number"));

    cr_expect_eq(profile_shelf_look(shelf).parsed, 2);
    cr_expect(bytes_is(column_of(&one), "Nummer") && bytes_is(column_of(&same), "Nummer"), "what is under way keeps its own");
    cr_expect(bytes_is(column_of(&other), "Number"));
    profile_give_back(&one);
    profile_give_back(&same);
    profile_give_back(&other);
    profile_give_back(&other);
}

Test(profile_shelf, lends_each_a_calendar_of_its_own)
{
    struct profile_loan one = lend(text_of("Nummer")), same = lend(text_of("Nummer"));

    cr_expect(one.profile.calendar != NULL && same.profile.calendar != NULL);
    cr_expect_neq(one.profile.calendar, same.profile.calendar);
    profile_give_back(&one);
    profile_give_back(&same);
}

Test(profile_shelf, keeps_no_text_that_is_no_profile)
{
    struct profile_loan loan = {.shelf = NULL}, good = lend(text_of("Nummer"));

    cr_expect_eq(profile_lend(&op, shelf, "broken.conf", BYTES("kind: nothing\n"), &loan), ST_INPUT);
    cr_expect(strstr(op.cause, "broken.conf") != NULL, "%s", op.cause);
    cr_expect_eq(profile_shelf_look(shelf).profiles, 1);
    cr_expect(bytes_is(column_of(&good), "Nummer"), "and leaves what is on loan as it is");
    profile_give_back(&good);
}

Test(profile_shelf, is_bounded_and_drops_what_was_not_asked_for_longest)
{
    char padding[64 * 1024];
    struct profile_loan kept = lend(text_of("Nummer"));
    struct bytes often = text_of("often");

    memset(padding, 'x', sizeof(padding) - 1);
    padding[sizeof(padding) - 1] = '\0';
    for (int i = 0; i < 200; i++) {
        struct profile_loan loan = lend(bytes_printf(arena, "%s# %d %s\n", text_of("padded").p, i, padding)), again = lend(often);

        profile_give_back(&loan);
        profile_give_back(&again);
        cr_assert_leq(profile_shelf_look(shelf).bytes, SHELF_MEMORY_MOST);
    }
    cr_expect_leq(profile_shelf_look(shelf).profiles, SHELF_MEMORY_MOST / sizeof(padding) + 1);
    cr_expect_eq(profile_shelf_look(shelf).parsed, 202, "what is asked for all the time stays: %lld",
                 (long long)profile_shelf_look(shelf).parsed);
    cr_expect(bytes_is(column_of(&kept), "Nummer"), "one on loan outlives its place");
    profile_give_back(&kept);
}

static void *borrower(void *arg)
{
    struct arena *own = arena_new(SIZE_MAX);
    struct op mine;

    (void)arg;
    op_init(&mine, own, 0, "test");
    for (int i = 0; i < 300; i++) {
        struct profile_loan loan = {.shelf = NULL};
        struct bytes text = bytes_printf(own, "kind: merchant_flag\nfields:\n  - field: source_ref\n    column: c%d\n", i % 7);

        if (profile_lend(&mine, shelf, "test", text, &loan) != ST_OK || column_of(&loan).p[1] != '0' + i % 7)
            return borrower;
        profile_give_back(&loan);
    }
    arena_free(&own);
    return NULL;
}

Test(profile_shelf, serves_several_threads)
{
    pthread_t threads[4];
    void *failed;

    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(pthread_create(&threads[i], NULL, borrower, NULL), 0);
    for (size_t i = 0; i < 4; i++) {
        pthread_join(threads[i], &failed);
        cr_expect_null(failed);
    }
    cr_expect_eq(profile_shelf_look(shelf).profiles, 7);
}

Test(profile_shelf, need_not_be_there)
{
    struct profile_loan loan = {.shelf = NULL};

    cr_assert_eq(profile_lend(&op, NULL, "test", text_of("Nummer"), &loan), ST_OK);
    cr_expect(bytes_is(column_of(&loan), "Nummer"));
    profile_give_back(&loan);
}
