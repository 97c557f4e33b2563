#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/annotate.h"
#include "base/config.h"
#include "base/status.h"

Test(status, has_a_text_an_exit_code_and_an_http_status_in_every_row)
{
    for (int i = 0; i < ST_COUNT; i++) {
        enum status st = (enum status)i;

        cr_assert_neq(status_text(st)[0], '\0');
        cr_assert(status_exit_code(st) >= 0 && status_exit_code(st) <= 4);
        cr_assert_eq(status_exit_code(st) == 0, st == ST_OK);
        cr_assert(status_http(st) >= 200 && status_http(st) < 600);
    }
}

Test(op, keeps_the_first_cause)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 16);
    struct op op;

    op_init(&op, arena, 0, "test");
    cr_assert_eq(op_fail(&op, ST_INPUT, "first %d", 1), ST_INPUT);
    cr_assert_eq(op_fail(&op, ST_BUG, "second"), ST_BUG);
    cr_assert_str_eq(op.cause, "first 1");
    cr_assert_eq(op.status, ST_INPUT);
    op_clear(&op);
    op_fail(&op, ST_BUG, "third");
    cr_assert_str_eq(op.cause, "third");
}

static enum status load(struct op *op, struct arena *arena, const char *yaml, struct config *config)
{
    char path[] = "/tmp/test_config_XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    enum status st;

    fputs(yaml, file);
    fclose(file);
    op_init(op, arena, 0, "test");
    st = config_load(op, path, config);
    remove(path);
    return st;
}

Test(config, takes_the_file_over_the_default_and_the_environment_over_the_file)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct config config;
    struct op op;

    cr_assert_eq(load(&op, arena, "chunk_records: 77\nlog_level: debug\n", &config), ST_OK, "%s", op.cause);
    cr_assert_eq(config_number(&config, CONFIG_chunk_records), 77);
    cr_assert_str_eq(config_text(&config, CONFIG_log_level), "debug");
    cr_assert_eq(config_number(&config, CONFIG_unit_memory), 32);
    setenv("EFC_CHUNK_RECORDS", "88", 1);
    cr_assert_eq(load(&op, arena, "chunk_records: 77\n", &config), ST_OK);
    cr_assert_eq(config_number(&config, CONFIG_chunk_records), 88);
}

Test(config, names_what_is_wrong_in_the_file)
{
    static const struct {
        const char *yaml;
        const char *said;
    } cases[] = {
        {"chunk_recrods: 77\n", "chunk_recrods"},
        {"chunk_records: many\n", "chunk_records must be a number"},
        {"chunk_records: 0\n", "from 1 to 100000"},
        {"chunk_records: [\n", "configuration"},
    };

    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
        struct config config;
        struct op op;

        cr_assert_eq(load(&op, arena, cases[i].yaml, &config), ST_USAGE, "%s", cases[i].yaml);
        cr_assert(strstr(op.cause, cases[i].said) != NULL, "%s", op.cause);
    }
}

Test(config, example_shows_every_setting)
{
    AUTO(arena_free) struct arena *arena = arena_new(1 << 20);
    struct buf out;

    buf_init(&out, arena);
    config_print_example(&out);
    for (int i = 0; i < CONFIG_COUNT; i++)
        cr_assert(strstr(buf_cstr(&out), config_name_text((enum config_name)i)) != NULL);
}
