/*
 * A document, or pages of it, by HTTPS GET.
 *
 * Position  the page to ask for next: its URL or cursor; at the end of the pages the place where the next run begins, with the validators
 *           (ETag, Last-Modified) of what was read there. Each page is committed with the position behind it.
 */
#include "base/map.h"
#include "base/json_pick.h"
#include "core/link_header.h"
#include "http_get.h"
#include "take.h"

struct place {
    struct bytes url; /* BYTES_NONE: the source's own */
    struct bytes cursor;
    struct bytes etag;
    struct bytes last_modified;
};

struct page {
    struct run *run;
    struct place at;
    struct take *take; /* NULL: no byte has come */
    struct json_pick *pick;
    const char *label;
    struct http_get get;
    bool has_next;
    struct place next;
};

/* ---- the position ---- */

static enum status place_parse(struct run *run, struct place *ret)
{
    struct json *json;
    enum status st = json_parse(run->op, run->row.position, &json);

    *ret = (struct place){.url = BYTES_NONE};
    if (st != ST_OK)
        return st;
    ret->url = json_find_text(json, "url");
    ret->cursor = json_find_text(json, "cursor");
    ret->etag = json_find_text(json, "etag");
    ret->last_modified = json_find_text(json, "last_modified");
    return ST_OK;
}

static void put_text(struct json_out *out, const char *key, struct bytes text)
{
    if (text.p != NULL)
        json_key_string(out, key, text);
}

static struct bytes place_print(struct arena *arena, const struct place *place)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    put_text(&out, "url", place->url);
    put_text(&out, "cursor", place->cursor);
    put_text(&out, "etag", place->etag);
    put_text(&out, "last_modified", place->last_modified);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static struct bytes place_url(const struct run *run, const struct place *place)
{
    struct bytes url = place->url.p != NULL ? place->url : run->plan->from;

    return place->cursor.p == NULL ? url : url_with(run->op->arena, url, run->plan->cursor_parameter, place->cursor);
}

/* ---- the body ---- */

/* The last part of the source's path: what a file of it would be called. */
static struct bytes file_name(const struct run *run)
{
    struct bytes rest = run->plan->from, part = BYTES_NONE, name = BYTES_NONE;

    bytes_next_part(&rest, '?', &part);
    while (bytes_next_part(&part, '/', &name))
        continue;
    return name;
}

/* A JSON document is read to its end: one that was cut off is no page, and its cursor is picked on the way. */
static bool is_json(const struct run *run)
{
    return run->plan->paging == PAGING_cursor || bytes_is(run->source->profile.format, "json");
}

static enum status body_take(void *arg, struct bytes piece)
{
    struct page *page = arg;
    struct run *run = page->run;
    const struct bytes paths[] = {run->plan->cursor_at};
    enum status st = ST_OK;

    if (page->take == NULL)
        st = take_new(run, file_name(run), page->label, &page->take);
    if (page->pick == NULL && is_json(run))
        page->pick = json_pick_new(run->op, paths, run->plan->paging == PAGING_cursor ? 1 : 0);
    if (st == ST_OK)
        st = take_feed(page->take, piece);
    if (st == ST_OK && page->pick != NULL)
        st = json_pick_feed(page->pick, piece);
    return st;
}

/* ---- the next page ---- */

static enum status next_by_link(struct page *page)
{
    struct bytes target, url;

    if (!link_header_find(page->get.link, "next", &target))
        return ST_OK;
    if (!url_follow(page->run->op->arena, page->get.url, target, &url))
        return op_fail(page->run->op, ST_INPUT, "the next page stands on another server, or its URL is not well formed");
    page->has_next = true;
    page->next = (struct place){.url = url};
    return ST_OK;
}

static enum status next_by_cursor(struct page *page, const struct json_picked *picked)
{
    bool is_text = picked->type == JSON_STRING || picked->type == JSON_NUMBER;

    if (!picked->found || picked->type == JSON_NULL || picked->type == JSON_FALSE || (is_text && picked->text.n == 0))
        return ST_OK;
    if (!is_text)
        return op_fail(page->run->op, ST_INPUT, "what stands at cursor_at is neither a text nor a number");
    page->has_next = true;
    page->next = (struct place){.cursor = picked->text};
    return ST_OK;
}

static bool place_equal(const struct place *a, const struct place *b)
{
    return bytes_equal(a->url, b->url) && bytes_equal(a->cursor, b->cursor);
}

static enum status next_find(struct page *page)
{
    const struct json_picked *picked = NULL;
    enum status st = page->pick == NULL ? ST_OK : json_pick_end(page->pick, &picked);

    if (st == ST_OK && page->run->plan->paging == PAGING_link)
        st = next_by_link(page);
    if (st == ST_OK && page->run->plan->paging == PAGING_cursor && picked != NULL)
        st = next_by_cursor(page, &picked[0]);
    if (page->has_next && place_equal(&page->next, &page->at)) /* a cursor that stays is a cursor with nothing behind it */
        page->has_next = false;
    return st;
}

/* Where the next run begins when these were the last of the pages. */
static struct place resume_place(const struct page *page)
{
    bool at_start = page->at.url.p == NULL && page->at.cursor.p == NULL;
    struct place place = page->run->plan->resume_last ? page->at : (struct place){.url = BYTES_NONE};

    place.etag = place.last_modified = BYTES_NONE;
    if (at_start || page->run->plan->resume_last) {
        place.etag = page->get.etag;
        place.last_modified = page->get.last_modified;
    }
    return place;
}

/* ---- one page ---- */

static enum status page_get(struct page *page)
{
    struct run *run = page->run;

    page->get = (struct http_get){.url = place_url(run, &page->at),
                                  .accept = is_json(run) ? "application/json, */*;q=0.5" : "*/*",
                                  .if_none_match = page->at.etag,
                                  .if_modified_since = page->at.last_modified,
                                  .sink = body_take,
                                  .sink_arg = page};
    return http_get_run(run, &page->get);
}

static enum status page_commit(struct page *page)
{
    struct place place = page->has_next ? page->next : resume_place(page);
    struct bytes position = place_print(page->run->op->arena, &place);

    if (page->take == NULL)
        return position_commit(page->run, position);
    enum status st = take_end(page->take);

    return st == ST_OK ? take_commit(page->take, position, NULL) : st;
}

static const struct bytes beginning = {"{}", 2};

/* A place that the server no longer knows is given up: the next run begins at the beginning. */
static enum status place_give_up(struct page *page, enum status st)
{
    long status = page->get.status;
    bool at_start = page->at.url.p == NULL && page->at.cursor.p == NULL;
    bool gone = status == 400 || status == 404 || status == 410;

    if (st != ST_OK && gone && !at_start && position_commit(page->run, beginning) != ST_OK)
        return st;
    return st;
}

static enum status page_take(struct page *page)
{
    enum status st = place_give_up(page, page_get(page));

    if (st == ST_OK && page->get.status == 200)
        st = next_find(page);
    if (st == ST_OK && page->get.status == 200)
        st = page_commit(page);
    page->run->result->pages += st == ST_OK && page->take != NULL;
    json_pick_free(&page->pick);
    take_free(&page->take);
    return st;
}

/* ---- all of them ---- */

static enum status circle_check(struct run *run, struct map *seen, const struct place *next)
{
    struct bytes name = place_print(run->op->arena, next);
    void **place = map_put(seen, name);

    if (*place == NULL) {
        *place = run;
        return ST_OK;
    }
    enum status st = position_commit(run, beginning);

    return st != ST_OK ? st : op_fail(run->op, ST_INPUT, "the pages of the partner's server go round in a circle");
}

enum status feed_run(struct run *run)
{
    struct page page = {.run = run, .has_next = true};
    struct map seen;
    enum status st = place_parse(run, &page.next);

    map_init(&seen, run->op->arena);
    for (int64_t number = 1; st == ST_OK && page.has_next && run_goes_on(run); number++) {
        page.at = page.next;
        page.has_next = false;
        page.label = arena_printf(run->op->arena, "%s: page %lld", run->row.id.p, (long long)number);
        st = page_take(&page);
        if (st == ST_OK && page.has_next)
            st = circle_check(run, &seen, &page.next);
    }
    run->more = st == ST_OK && page.has_next;
    return st;
}
