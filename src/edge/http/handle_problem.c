/* GET /v1/submissions/{submission_id}/problems: JSON or CSV, page by page. */
#include <inttypes.h>
#include <string.h>

#include "edge/http/server.h"
#include "store/submission_store.h"

#define LIMIT_DEFAULT 1000
#define LIMIT_MOST 10000

static const char *const types[] = {"application/json", "text/csv"};
enum { AS_JSON, AS_CSV };

struct page {
    struct uuid submission;
    struct submission found;
    int64_t after;
    int64_t limit;
    int type;
    PGresult *rows; /* one more than the limit when there is a next page */
    PGresult *corrections;
};

static void page_done(struct page *page)
{
    pg_clear(&page->rows);
    pg_clear(&page->corrections);
}

static bool has_next(const struct page *page)
{
    return PQntuples(page->rows) > page->limit;
}

static int shown(const struct page *page)
{
    return has_next(page) ? (int)page->limit : PQntuples(page->rows);
}

static struct bytes explanation(struct arena *arena, const PGresult *res, int row)
{
    return record_problem_text(arena, cell_text(res, row, 3), cell_text(res, row, 4));
}

static struct bytes fix_explanation(struct arena *arena, const PGresult *res, int row)
{
    return fix_text(arena, fix_find(cell_text(res, row, 7)), (size_t)cell_i64(res, row, 8));
}

/* ---- JSON ---- */

static void put_problem(struct json_out *out, const struct page *page, int row)
{
    const PGresult *res = page->rows;
    int64_t line;
    struct bytes member = submission_member(&page->found, cell_i64(res, row, 1), &line);

    json_open(out, '{');
    json_key_i64(out, "problem_number", cell_i64(res, row, 0));
    json_key_string(out, "member", member);
    json_key_i64(out, "line", line);
    json_key_string(out, "source_ref", cell_text(res, row, 2));
    json_key_string(out, "field", cell_text(res, row, 3));
    json_key_string(out, "code", cell_text(res, row, 4));
    json_key_string(out, "severity", cell_text(res, row, 5));
    json_key_string(out, "explanation", explanation(out->arena, res, row));
    json_key_string(out, "fix", cell_text(res, row, 6));
    json_key_string(out, "fix_explanation", fix_explanation(out->arena, res, row));
    json_key_i64(out, "fix_count", cell_i64(res, row, 8));
    json_key(out, "in_quarantine");
    json_bool(out, cell_bool(res, row, 9));
    json_close(out, '}');
}

static void put_corrections(struct json_out *out, const PGresult *res)
{
    json_key(out, "corrections");
    json_open(out, '[');
    for (int row = 0; row < PQntuples(res); row++)
        json_string(out, cell_text(res, row, 0));
    json_close(out, ']');
}

static void put_json(struct buf *text, const struct page *page)
{
    struct json_out out;

    json_out_init(&out, text);
    json_open(&out, '{');
    json_key_string(&out, "submission_id", uuid_print(text->arena, &page->submission));
    json_key(&out, "problems");
    json_open(&out, '[');
    for (int row = 0; row < shown(page); row++)
        put_problem(&out, page, row);
    json_close(&out, ']');
    json_key(&out, "next");
    if (has_next(page))
        json_i64(&out, cell_i64(page->rows, shown(page) - 1, 0));
    else
        json_null(&out);
    put_corrections(&out, page->corrections);
    json_close(&out, '}');
    buf_putc(text, '\n');
}

/* ---- CSV ---- */

static bool is_formula(struct bytes text)
{
    return text.n > 0 && strchr("=+-@\t\r", text.p[0]) != NULL;
}

/* Spreadsheets run what begins like a formula; what a partner wrote is shown to it as text. */
static void put_cell(struct buf *text, struct bytes cell)
{
    buf_puts(text, is_formula(cell) ? "\"'" : "\"");
    for (size_t i = 0; i < cell.n; i++) {
        if (cell.p[i] == '"')
            buf_putc(text, '"');
        buf_putc(text, cell.p[i]);
    }
    buf_putc(text, '"');
}

static void put_csv(struct buf *text, const struct page *page)
{
    int64_t line;

    buf_puts(
        text,
        "problem_number,line,source_ref,field,code,severity,explanation,fix,fix_explanation,fix_count,in_quarantine,member\r\n");
    for (int row = 0; row < shown(page); row++) {
        struct bytes member = submission_member(&page->found, cell_i64(page->rows, row, 1), &line);

        buf_printf(text, "%" PRId64 ",%" PRId64, cell_i64(page->rows, row, 0), line);
        for (int column = 2; column < 6; column++) {
            buf_putc(text, ',');
            put_cell(text, cell_text(page->rows, row, column));
        }
        buf_putc(text, ',');
        put_cell(text, explanation(text->arena, page->rows, row));
        buf_putc(text, ',');
        put_cell(text, cell_text(page->rows, row, 6));
        buf_putc(text, ',');
        put_cell(text, fix_explanation(text->arena, page->rows, row));
        buf_printf(text, ",%" PRId64 ",%s,", cell_i64(page->rows, row, 8), cell_bool(page->rows, row, 9) ? "true" : "false");
        put_cell(text, member);
        buf_puts(text, "\r\n");
    }
}

/* ---- the request ---- */

static enum status page_read(struct request *request, struct page *page)
{
    enum status st = request_uuid(request, 0, &page->submission);

    if (st == ST_OK)
        st = request_query_i64(request, "after", -1, INT64_MAX, -1, &page->after);
    if (st == ST_OK)
        st = request_query_i64(request, "limit", 1, LIMIT_MOST, LIMIT_DEFAULT, &page->limit);
    if (st == ST_OK)
        st = request_accept(request, types, COUNT_OF(types), &page->type);
    return st;
}

static enum status page_find(struct request *request, struct page *page)
{
    struct op *op = &request->op;
    struct param params[] = {param_uuid(&page->submission), param_i64(op->arena, page->after),
                             param_i64(op->arena, page->limit + 1)};
    struct db *db;
    enum status st = request_db(request, &db);

    if (st == ST_OK)
        st = submission_find(op, db, &page->submission, &page->found);
    if (st == ST_NOTFOUND || (st == ST_OK && !bytes_equal(page->found.partner, request->caller.partner)))
        return request_fail(request, ST_NOTFOUND, PROBLEM_TYPE_not_found, "/path/submission_id", "%s", "");
    if (st == ST_OK)
        st = db_run(op, db, &Q_PROBLEM_LIST, params, &page->rows);
    if (st == ST_OK)
        st = db_run(op, db, &Q_SUBMISSION_LIST_CORRECTIONS, params, &page->corrections);
    return st;
}

static enum status list_end(struct request *request)
{
    AUTO(page_done) struct page page = {.rows = NULL};
    struct buf text;
    enum status st = page_read(request, &page);

    if (st == ST_OK)
        st = page_find(request, &page);
    if (st != ST_OK)
        return st;
    buf_init(&text, request->op.arena);
    (page.type == AS_CSV ? put_csv : put_json)(&text, &page);
    if (has_next(&page))
        response_header(request, "Link",
                        arena_printf(request->op.arena, "<?after=%" PRId64 "&limit=%" PRId64 "&format=%s>; rel=\"next\"",
                                     cell_i64(page.rows, shown(&page) - 1, 0), page.limit, page.type == AS_CSV ? "csv" : "json"));
    response_header(request, "Vary", "Accept");
    response_set(request, 200, page.type == AS_CSV ? "text/csv; charset=utf-8; header=present" : types[AS_JSON],
                 buf_bytes(&text));
    return ST_OK;
}

const struct handler handler_problem_list = {.end = list_end};
