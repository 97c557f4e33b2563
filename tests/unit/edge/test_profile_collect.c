#include <criterion/criterion.h>
#include <string.h>

#include "base/annotate.h"
#include "core/collect.h"
#include "edge/profile_file.h"

#define HEAD                                                                                                                     \
    "kind: site_report\n"                                                                                                        \
    "fields:\n"                                                                                                                  \
    "  - {field: source_ref, column: id}\n"                                                                                      \
    "  - {field: reported_at, column: at}\n"                                                                                     \
    "  - {field: url, column: url}\n"                                                                                            \
    "collect:\n" /* line 6 */
#define KEY "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

/* A wrong key names its line. */
Test(profile_collect, what_is_wrong_names_its_line)
{
    static const struct {
        const char *text;
        int line;
        const char *why;
    } cases[] = {
        {"  from: http://a.example/\n  every: 1h\n", 7, "from:"},
        {"  from: https://user@a.example/\n  every: 1h\n", 7, "from:"},
        {"  from: https://a.example/#x\n  every: 1h\n", 7, "from:"},
        {"  every: 1h\n  from: relative\n", 8, "from:"},
        {"  from: https://a.example/\n  every: 1x\n", 8, "every:"},
        {"  from: https://a.example/\n  every: 0s\n", 8, "every:"},
        {"  from: https://a.example/\n\n  # often\n  every: often\n", 10, "every:"},
        {"  from: https://a.example/\n  at: [\"25:00\"]\n", 8, "at: entry 1"},
        {"  from: https://a.example/\n  at: [\"06:30\", noon]\n", 8, "at: entry 2"},
        {"  from: https://a.example/\n", 6, "every, or at"},
        {"  from: https://a.example/\n  every: 1h\n  at: [\"06:30\"]\n", 6, "every, or at"},
        {"  from: https://a.example/\n  every: 1h\n  bearer: hunter2\n", 9, "bearer: it must say where the secret is"},
        {"  from: https://a.example/\n  every: 1h\n  user: a:b\n", 9, "user:"},
        {"  from: https://a.example/\n  every: 1h\n  user: a\n", 6, "user goes with"},
        {"  from: https://a.example/\n  every: 1h\n  certificate: env:X\n", 6, "certificate goes with"},
        {"  from: https://a.example/\n  every: 1h\n  bearer: env:X\n  user: u\n  password: env:Y\n", 6, "in one way"},
        {"  from: https://a.example/\n  every: 1h\n  ssh_key: file:/x\n", 9, "ssh_key: it means nothing"},
        {"  from: https://a.example/\n  every: 1h\n  files: \"*.csv\"\n", 9, "files: it means nothing"},
        {"  from: /srv/in\n  every: 1h\n  paging: link\n", 9, "paging: it means nothing"},
        {"  from: /srv/in\n  every: 1h\n  done: ../up\n", 9, "done:"},
        {"  from: /srv/in\n  every: 1h\n  settle: 2d\n", 9, "settle:"},
        {"  from: https://a.example/\n  every: 1h\n  paging: pages\n", 9, "paging: it must be"},
        {"  from: https://a.example/\n  every: 1h\n  paging: cursor\n  cursor_at: next\n", 9, "cursor goes with"},
        {"  from: https://a.example/\n  every: 1h\n  resume: there\n", 9, "resume:"},
        {"  from: https://a.example/\n  every: 1h\n  networks: [10.0.0.0/8, here]\n", 9, "networks: entry 2"},
        {"  from: https://a.example/\n  every: 1h\n  limit_mib: \"0\"\n", 9, "limit_mib:"},
        {"  from: https://a.example/\n  every: 1h\n  limit_pages: many\n", 9, "limit_pages:"},
        {"  from: https://a.example/\n  every: 1h\n  limit_time: 0s\n", 9, "limit_time:"},
        {"  from: https://a.example/\n  every: 1h\n  api_root: /x/\n", 9, "api_root: it means nothing"},
        {"  from: https://a.example/\n  every: 1h\n  collection: c\n  api_root: x\n", 10, "api_root: it must be a path"},
        {"  from: sftp://a.example/in\n  every: 1h\n  user: u\n  password: env:X\n", 6, "host_keys"},
        {"  from: sftp://a.example/in\n  every: 1h\n  user: u\n  password: env:X\n  host_keys: [MD5:aa]\n", 11,
         "host_keys: entry 1"},
        {"  from: sftp://a.example/in\n  every: 1h\n  host_keys: [\"" KEY "\"]\n", 6, "needs user"},
        {"  from: https://a.example/\n  evry: 1h\n", 8, "no such key"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
        struct profile profile = {.calendar = NULL};
        struct op op;

        op_init(&op, arena, 0, "test");
        enum status st = profile_parse(&op, "p.conf", bytes_printf(arena, "%s%s", HEAD, cases[i].text), &profile);
        const char *line = arena_printf(arena, "line %d", cases[i].line);

        cr_expect_eq(st, ST_INPUT, "%s is taken", cases[i].text);
        cr_expect(strstr(op.cause, line) != NULL && strstr(op.cause, cases[i].why) != NULL, "%s: %s, not at %s: %s",
                  cases[i].text, op.cause, line, cases[i].why);
        cr_expect(strstr(op.cause, "hunter2") == NULL, "a secret is not repeated");
        profile_done(&profile);
    }
}

Test(profile_collect, what_is_said_is_kept)
{
    static const char text[] = HEAD "  from: sftp://a.example:2222/out\n"
                                    "  at: [\"06:30\", \"18:00\"]\n"
                                    "  user: u\n"
                                    "  ssh_key: file:/etc/efc/key\n"
                                    "  host_keys: [\"" KEY "\"]\n"
                                    "  networks: [10.1.2.0/28, fd00::/8]\n"
                                    "  files: \"*.csv\"\n"
                                    "  settle: 0s\n"
                                    "  done: taken\n"
                                    "  limit_mib: \"2\"\n"
                                    "  limit_time: 90s\n"
                                    "  limit_pages: \"7\"\n";
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct profile profile = {.calendar = NULL};
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert_eq(profile_parse(&op, "p.conf", bytes_of(text), &profile), ST_OK, "%s", op.cause);
    const struct collect *collect = profile.collect;

    cr_assert_not_null(collect);
    cr_expect_eq(collect->kind, COLLECT_sftp);
    cr_expect(collect->schedule.time_count == 2 && collect->schedule.times[0] == 390 && collect->schedule.times[1] == 1080);
    cr_expect(bytes_is(collect->ssh_key, "file:/etc/efc/key") && bytes_is(collect->networks, "10.1.2.0/28 fd00::/8"));
    cr_expect(collect->host_key_count == 1 && bytes_is(collect->host_keys[0], KEY));
    cr_expect(bytes_is(collect->files, "*.csv") && bytes_is(collect->done, "taken") && collect->settle_us == 0);
    cr_expect(collect->limit_bytes == 2 << 20 && collect->limit_us == 90000000 && collect->limit_pages == 7);
    profile_done(&profile);
}
