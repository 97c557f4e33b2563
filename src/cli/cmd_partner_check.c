/* efc partner check: what a profile makes of a sample, without a database. */
#include <inttypes.h>

#include "cli/cli.h"
#include "edge/file_kinds.h"
#include "edge/profile_file.h"
#include "edge/record_reader.h"

#define RECORDS_SHOWN 5

struct checking {
    const struct ident_data *data;
    const struct profile *profile;
    enum record_kind kind;
    int64_t shown_most;
    int64_t records;
    int64_t shown;
    int64_t refused;
    int64_t warnings;
};

static void problem_show(struct arena *arena, const struct problem *problem)
{
    const char *code = reason_code(problem->reason);
    struct bytes text = record_problem_text(arena, problem->field, bytes_of(code));

    fprintf(stderr, "line %" PRIu64 "%s%.*s: %s: %.*s (%s)\n", problem->line, problem->field.n > 0 ? ", " : "",
            (int)problem->field.n, problem->field.n > 0 ? problem->field.p : "", problem->is_error ? "refused" : "warning",
            (int)text.n, text.p, code);
}

/* A record that is refused is not shown: it may hold what must not be seen. */
static void record_show(struct arena *arena, struct checking *checking, const struct record *record)
{
    checking->records++;
    for (size_t i = 0; i < record->problem_count; i++) {
        problem_show(arena, &record->problems[i]);
        checking->warnings += !record->problems[i].is_error;
    }
    checking->refused += record->refused;
    if (record->refused || checking->shown == checking->shown_most)
        return;
    printf("%.*s\n", (int)record->content.n, record->content.p);
    checking->shown++;
}

static enum status record_take(struct op *op, void *arg, const struct raw_record *raw)
{
    struct checking *checking = arg;
    struct raw_record mapped;
    struct record record;

    if (profile_apply(checking->profile, checking->kind, op->arena, raw, &mapped) == PROFILE_OTHER)
        return ST_OK;
    record_check(checking->data, op->arena, checking->kind, BYTES("sample"), &mapped, &record);
    record_show(op->arena, checking, &record);
    return ST_OK;
}

static enum status kind_check(struct op *op, struct checking *checking, const char *path)
{
    AUTO(arena_free) struct arena *arena = arena_new(SIZE_MAX);
    struct op inner;

    op_init(&inner, arena, op->now_us, op->actor);
    checking->records = checking->shown = 0;
    enum status st = record_reader_run(&inner, path, checking->profile, checking->kind, record_take, checking);

    fprintf(stderr, "%s: %" PRId64 " records of kind %s\n", path, checking->records, record_kind_name(checking->kind));
    return st == ST_OK ? ST_OK : op_fail(op, st, "%s", inner.cause);
}

static enum status kinds_check(struct op *op, struct checking *checking, const char *path)
{
    bool kinds[RECORD_KIND_COUNT] = {false};
    enum status st = file_kinds(op, path, checking->profile, kinds);

    for (int i = 0; i < RECORD_KIND_COUNT && st == ST_OK; i++) {
        checking->kind = (enum record_kind)i;
        st = kinds[i] ? kind_check(op, checking, path) : ST_OK;
    }
    return st;
}

static enum status check(struct op *op, struct cli *cli)
{
    AUTO(profile_done) struct profile profile = {.calendar = NULL};
    struct checking checking = {.profile = &profile};
    struct bytes text;
    enum status st = cli_option_i64(op, cli, "records", 0, 1000000, RECORDS_SHOWN, &checking.shown_most);

    if (st == ST_OK)
        st = cli_ident_data(op, cli, &checking.data);
    if (st == ST_OK)
        st = profile_load(op, cli_argument(cli, 0), &profile, &text);
    if (st == ST_OK && cli->argument_count > 1)
        st = kinds_check(op, &checking, cli_argument(cli, 1));
    if (st == ST_OK && checking.refused > 0)
        return op_fail(op, ST_INPUT, "%" PRId64 " records would be refused, %" PRId64 " warnings", checking.refused,
                       checking.warnings);
    return st;
}

const struct command command_partner_check = {
    .path = "partner check",
    .arguments = "PROFILE [SAMPLE]",
    .summary = "Show what a partner profile makes of a file",
    .text =
        "Reads the profile, and by it the sample, without a database. The first records stand on stdout as they would be stored, one JSON "
        "object a line; every problem, with its line, field and explanation, on stderr. A record that would be refused is not shown."
        "\n\nA profile is YAML. Its keys:\n"
#define PROFILE_KEY(name, argument, text) "\n  " #name ": " text
#include "core/profile_key.def"
#undef PROFILE_KEY
        "\n\nfields is the list of fields. Each has field (the name of ours), perhaps kind (of that kind only), column or columns, and what "
        "is done to the value, in this order:\n"
#define TRANSFORM(name, argument, text) "\n  " #name ": " text
#include "core/transform.def"
#undef TRANSFORM
        "\n\ncollect, when efc is to fetch the files itself, holds:\n"
#define COLLECT_KEY(name, argument, text) "\n  " #name ": " text
#include "core/collect_key.def"
#undef COLLECT_KEY
        "\n\nExit code 1: the profile is wrong, or a record would be refused."
        "\n\nExample: efc partner check bank-one.conf sample.csv",
    .options = (const struct cli_option[]){{"records", "N", "records that are shown (default 5)", CLI_OPTIONAL}, {0}},
    .least_arguments = 1,
    .most_arguments = 2,
    .run = check,
};
