/* A receipt in words. */
#include "cli/receipt_summary.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/json.h"
#include "core/record.h"

#define PROBLEMS_SHOWN 10

static void print_counts(const char *source, const struct intake_result *result)
{
    const struct submission_progress *p = &result->progress;

    fprintf(stderr,
            "%s: %" PRId64 " records: %" PRId64 " accepted, %" PRId64 " duplicate, %" PRId64 " revised, %" PRId64
            " in quarantine, %" PRId64 " warnings%s\n",
            source, p->records, p->accepted, p->duplicate, p->revised, p->quarantined, p->warnings,
            result->repeated ? " (taken before: the same receipt)" : "");
}

static void print_ignored(const struct json *columns)
{
    const char *before = "  not read, no field has this name: ";

    for (const struct json *column = columns == NULL ? NULL : columns->first; column != NULL; column = column->next) {
        fprintf(stderr, "%s%.*s", before, (int)column->text.n, column->text.p);
        before = ", ";
    }
    if (columns != NULL && columns->first != NULL)
        fputc('\n', stderr);
}

static void print_problem(struct op *op, const struct json *problem)
{
    const struct json *line = json_find(problem, "line");
    struct bytes member = json_find_text(problem, "member");
    struct bytes field = json_find_text(problem, "field");
    struct bytes text = record_problem_text(op->arena, field, json_find_text(problem, "code"));

    fprintf(stderr, "  %.*s%sline %.*s%s%.*s: %s: %.*s\n", (int)member.n, member.p == NULL ? "" : member.p,
            member.n > 0 ? ", " : "", line == NULL ? 0 : (int)line->text.n, line == NULL ? "" : line->text.p,
            field.n > 0 ? ", " : "", (int)field.n, field.n > 0 ? field.p : "",
            bytes_is(json_find_text(problem, "severity"), "error") ? "refused" : "warning", (int)text.n, text.p);
}

static void print_problems(struct op *op, const struct json *problems, int64_t count)
{
    int64_t shown = 0;

    for (const struct json *item = problems == NULL ? NULL : problems->first; item != NULL && shown < PROBLEMS_SHOWN;
         item = item->next, shown++)
        print_problem(op, item);
    if (count > shown)
        fprintf(stderr, "  and %" PRId64 " more: see the receipt\n", count - shown);
}

enum status receipt_summary(struct op *op, const char *source, const struct intake_result *result)
{
    struct json *receipt;
    enum status st = json_parse(op, result->receipt, &receipt);

    if (st != ST_OK)
        return st;
    print_counts(source, result);
    print_ignored(json_find(receipt, "ignored_columns"));
    print_problems(op, json_find(receipt, "problems"), result->progress.problems);
    return ST_OK;
}
