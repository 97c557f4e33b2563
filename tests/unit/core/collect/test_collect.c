#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "core/collect.h"

Test(collect, file_patterns_fit_whole_names)
{
    static const struct {
        const char *pattern, *name;
        bool fits;
    } cases[] = {
        {"", "a.csv", true},
        {"*", "a.csv", true},
        {"*.csv", "a.csv", true},
        {"*.csv", ".csv", false}, /* hidden */
        {"*.csv", "a.csv.gz", false},
        {"*.csv", "a.CSV", false},
        {"*.csv*", "a.csv.gz", true},
        {"a*b*c", "a--b--b--c", true},
        {"a*b*c", "a--b--b--", false},
        {"?.csv", "a.csv", true},
        {"?.csv", "ab.csv", false},
        {"a?", "a", false},
        {"**a**", "bab", true},
        {"report-?-?*.json", "report-1-x.json", true},
        {"report-?-?*.json", "report-12-x.json", false},
        {"a.csv", "a.csv", true},
        {"a.csv", "xa.csv", false},
        {"[ab].csv", "a.csv", false}, /* no more signs than these two */
        {"[ab].csv", "[ab].csv", true},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct collect collect = {.files = bytes_of(cases[i].pattern)};

        cr_expect_eq(collect_file_fits(&collect, bytes_of(cases[i].name)), cases[i].fits, "%s and %s", cases[i].pattern,
                     cases[i].name);
    }
}

Test(collect, hidden_and_unfinished_files_are_left)
{
    static const char *const names[] = {"",          ".hidden",    ".",         "..",     "a.csv.part",   "a.PART",
                                        "a.csv.tmp", "a.filepart", "a.partial", "a.csv~", "a.crdownload", ".a.csv.swp",
                                        "a.swp",     "a.writing",  "a.temp"};
    static const char *const good[] = {"a.csv", "part", "tmp.csv", "a.part.csv", "a tmp", "~a"};
    struct collect all = {.files = BYTES("*")};

    for (size_t i = 0; i < COUNT_OF(names); i++)
        cr_expect_not(collect_file_fits(&all, bytes_of(names[i])), "%s", names[i]);
    for (size_t i = 0; i < COUNT_OF(good); i++)
        cr_expect(collect_file_fits(&all, bytes_of(good[i])), "%s", good[i]);
}

/* A pattern of stars against a long name that does not fit costs no more than both lengths multiplied. */
Test(collect, a_pattern_cannot_make_it_busy, .timeout = 10)
{
    char pattern[201], name[256];
    struct collect collect = {.files = {pattern, 200}};

    for (size_t i = 0; i < 200; i += 2)
        memcpy(pattern + i, "*a", 2);
    pattern[199] = 'b';
    memset(name, 'a', sizeof(name));
    for (int i = 0; i < 1000; i++)
        cr_assert_not(collect_file_fits(&collect, (struct bytes){name, 255}));
}

Test(collect, kinds_come_from_the_place)
{
    static const struct {
        const char *from, *collection;
        enum collect_kind kind;
        enum status st;
    } cases[] = {
        {"https://a.example/x", NULL, COLLECT_feed, ST_OK},
        {"https://a.example/x", "c", COLLECT_taxii, ST_OK},
        {"/srv/in", NULL, COLLECT_folder, ST_OK},
        {"http://a.example/", NULL, COLLECT_feed, ST_INPUT},
        {"ftp://a.example/", NULL, COLLECT_feed, ST_INPUT},
        {"", NULL, COLLECT_feed, ST_INPUT},
        {"srv/in", NULL, COLLECT_feed, ST_INPUT},
        {"HTTPS://a.example/", NULL, COLLECT_feed, ST_INPUT},
        {"sftp://a.example/", NULL, COLLECT_sftp, ST_INPUT}, /* without a login and a key of the server */
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena_free) struct arena *arena = arena_new(1 << 16);
        const char *key = NULL;
        struct collect collect;
        enum collect_kind kind;
        struct op op;

        op_init(&op, arena, 0, "test");
        collect_init(&collect);
        collect.from = bytes_of(cases[i].from);
        collect.collection = bytes_of(cases[i].collection);
        collect.schedule.every_us = 1;
        cr_expect_eq(collect_check(&op, &collect, &key), cases[i].st, "%s: %s", cases[i].from, op.cause);
        if (cases[i].st == ST_OK)
            cr_expect_eq(collect.kind, cases[i].kind, "%s", cases[i].from);
        cr_expect(collect_kind_find(bytes_of(collect_kind_name(cases[i].kind)), &kind) && kind == cases[i].kind);
    }
}
