/*
 * A collection of a TAXII 2.1 server: discovery, API root, collections, then the objects added after those that are known.
 *
 * Position  added_after: when the last object that was taken had been added, as the server says. Each page is committed with it. next: the
 *           page to go on with, kept only from the end of a run to the beginning of the next: there are servers for which a page has been
 *           delivered once it was asked for. After an accident those objects come again that were added at the very moment of the last one.
 * Source    TAXII Version 2.1 (OASIS), sections 1.6, 4.2, 5.1 and 5.4
 */
#include <string.h>

#include "core/taxii_envelope.h"
#include "edge/route.h"
#include "http_get.h"
#include "take.h"

#define MEDIA "application/taxii+json"
#define PAGE_OBJECTS "1000"             /* asked for; there are servers that know a next page only by its limit */
#define DOCUMENT_MOST ((size_t)1 << 20) /* discovery, API root, list of collections */

struct page {
    struct run *run;
    struct bytes objects; /* URL of the collection's objects */
    struct taxii_place at;
    struct take *take;
    struct json_pick *pick;
    struct http_get get;
    struct taxii_page found;
    bool anew; /* the server has forgotten a page in this run */
};

/* ---- documents ---- */

struct document {
    struct run *run;
    struct buf text;
};

static enum status document_take(void *arg, struct bytes piece)
{
    struct document *document = arg;

    if (document->text.n + piece.n > DOCUMENT_MOST)
        return op_fail(document->run->op, ST_LIMIT, "a document of the TAXII server is larger than %zu bytes", DOCUMENT_MOST);
    buf_put(&document->text, piece);
    return ST_OK;
}

static enum status media_check(struct run *run, const struct http_get *get)
{
    if (bytes_is(get->media, MEDIA))
        return ST_OK;
    return op_fail(run->op, ST_INPUT, "the server does not answer in TAXII's media type, " MEDIA);
}

static enum status document_get(struct run *run, struct bytes url, struct json **ret)
{
    struct document document = {.run = run};
    struct http_get get = {.url = url, .accept = MEDIA ";version=2.1", .sink = document_take, .sink_arg = &document};
    enum status st;

    buf_init(&document.text, run->op->arena);
    st = http_get_run(run, &get);
    if (st == ST_OK)
        st = media_check(run, &get);
    return st == ST_OK ? json_parse(run->op, buf_bytes(&document.text), ret) : st;
}

/* ---- the way to the objects ---- */

static struct bytes with_slash(struct arena *arena, struct bytes url)
{
    return bytes_end(url, BYTES("/")) ? url : bytes_printf(arena, "%.*s/", (int)url.n, url.p);
}

static enum status root_find(struct run *run, struct bytes *ret)
{
    struct bytes wanted = run->plan->api_root, root = BYTES_NONE;
    struct json *discovery;
    const struct json *roots;
    enum status st = document_get(run, run->plan->from, &discovery);

    if (st != ST_OK)
        return st;
    roots = json_find(discovery, "api_roots");
    if (wanted.n == 0)
        wanted = json_find_text(discovery, "default");
    if (wanted.n == 0 && roots != NULL && roots->type == JSON_ARRAY && roots->first != NULL)
        wanted = roots->first->text;
    if (wanted.n == 0)
        return op_fail(run->op, ST_INPUT, "the TAXII server names no API root");
    if (!url_follow(run->op->arena, run->plan->from, wanted, &root))
        return op_fail(run->op, ST_INPUT, "the API root stands on another server, or its URL is not well formed");
    *ret = with_slash(run->op->arena, root);
    return ST_OK;
}

static bool is_collection(const struct json *entry, struct bytes wanted)
{
    return bytes_equal(json_find_text(entry, "id"), wanted) || bytes_equal(json_find_text(entry, "alias"), wanted) ||
           bytes_equal(json_find_text(entry, "title"), wanted);
}

static enum status collection_find(struct run *run, struct bytes root, struct bytes *ret_objects)
{
    struct arena *arena = run->op->arena;
    struct json *document;
    const struct json *list, *entry = NULL, *readable;
    enum status st = document_get(run, bytes_printf(arena, "%.*scollections/", (int)root.n, root.p), &document);

    if (st != ST_OK)
        return st;
    list = json_find(document, "collections");
    for (entry = list == NULL ? NULL : list->first; entry != NULL && !is_collection(entry, run->plan->collection);
         entry = entry->next)
        continue;
    if (entry == NULL)
        return op_fail(run->op, ST_INPUT, "the API root has no such collection");
    readable = json_find(entry, "can_read");
    if (readable != NULL && readable->type == JSON_FALSE)
        return op_fail(run->op, ST_FORBIDDEN, "the TAXII server does not let us read the collection");
    struct bytes id = percent_encode(arena, json_find_text(entry, "id"));

    if (id.n == 0)
        return op_fail(run->op, ST_INPUT, "the collection has no id");
    *ret_objects = bytes_printf(arena, "%.*scollections/%.*s/objects/", (int)root.n, root.p, (int)id.n, id.p);
    return ST_OK;
}

/* ---- the position ---- */

static enum status place_parse(struct run *run, struct taxii_place *ret)
{
    struct json *json;
    enum status st = json_parse(run->op, run->row.position, &json);

    if (st != ST_OK)
        return st;
    *ret =
        (struct taxii_place){json_find_text(json, "added_after"), json_find_text(json, "next"), json_find_text(json, "reached")};
    return ST_OK;
}

static struct bytes place_print(struct arena *arena, const struct taxii_place *place)
{
    struct json_out out;
    struct buf buf;

    buf_init(&buf, arena);
    json_out_init(&out, &buf);
    json_open(&out, '{');
    json_key_string(&out, "added_after", place->added_after);
    json_key_string(&out, "next", place->next);
    json_key_string(&out, "reached", place->reached);
    json_close(&out, '}');
    return buf_bytes(&buf);
}

static struct bytes place_url(struct arena *arena, struct bytes objects, const struct taxii_place *place)
{
    struct bytes url = url_with(arena, objects, BYTES("limit"), BYTES(PAGE_OBJECTS));

    if (place->added_after.n > 0)
        url = url_with(arena, url, BYTES("added_after"), place->added_after);
    return place->next.n > 0 ? url_with(arena, url, BYTES("next"), place->next) : url;
}

/* ---- one page ---- */

static enum status body_take(void *arg, struct bytes piece)
{
    struct page *page = arg;
    struct run *run = page->run;
    enum status st = ST_OK;

    if (page->take == NULL)
        st = take_new(run, BYTES("objects.json"),
                      arena_printf(run->op->arena, "%s: page %lld", run->row.id.p, (long long)run->result->pages + 1),
                      &page->take);
    if (page->pick == NULL)
        page->pick = taxii_envelope_new(run->op);
    if (st == ST_OK)
        st = take_feed(page->take, piece);
    return st == ST_OK ? json_pick_feed(page->pick, piece) : st;
}

static enum status page_commit(struct page *page)
{
    struct arena *arena = page->run->op->arena;
    struct taxii_place safe = taxii_place_resume(arena, &page->found.next);
    struct bytes position = place_print(arena, &safe);

    if (page->found.objects == 0)
        return position_commit(page->run, position);
    enum status st = take_end(page->take);

    page->run->result->pages += st == ST_OK;
    return st == ST_OK ? take_commit(page->take, position, NULL) : st;
}

static enum status page_get(struct page *page)
{
    struct arena *arena = page->run->op->arena;

    page->get = (struct http_get){
        .url = place_url(arena, page->objects, &page->at), .accept = MEDIA ";version=2.1", .sink = body_take, .sink_arg = page};
    enum status st = http_get_run(page->run, &page->get);

    return st == ST_OK ? media_check(page->run, &page->get) : st;
}

static enum status page_take(struct page *page)
{
    struct op *op = page->run->op;
    enum status st = page_get(page);

    if (st == ST_OK && page->pick == NULL)
        st = op_fail(op, ST_INPUT, "the TAXII server answers without an envelope");
    if (st == ST_OK)
        st = taxii_envelope_end(op, page->pick, &page->at, page->get.last_added, &page->found);
    if (st == ST_OK)
        st = page_commit(page);
    json_pick_free(&page->pick);
    take_free(&page->take);
    return st;
}

static bool is_forgotten(const struct page *page)
{
    long status = page->get.status;

    return page->at.next.n > 0 && (status == 400 || status == 404 || status == 410);
}

/* A server that no longer knows the page is asked for what was added since the one before; once in a run. */
static enum status page_take_anew(struct page *page)
{
    enum status st = page_take(page);

    if (st == ST_OK || page->anew || !is_forgotten(page))
        return st;
    op_clear(page->run->op);
    page->anew = true;
    page->at = taxii_place_resume(page->run->op->arena, &page->at);
    return page_take(page);
}

static enum status place_commit(struct run *run, const struct taxii_place *place)
{
    return position_commit(run, place_print(run->op->arena, place));
}

static enum status pages_take(struct page *page)
{
    struct run *run = page->run;
    struct taxii_place safe = taxii_place_resume(run->op->arena, &page->found.next);
    enum status st = page->found.next.next.n > 0 ? place_commit(run, &safe) : ST_OK;

    while (st == ST_OK && page->found.more && run_goes_on(run)) {
        page->at = page->found.next;
        st = page_take_anew(page);
    }
    run->more = st == ST_OK && page->found.more;
    return run->more ? place_commit(run, &page->found.next) : st;
}

enum status taxii_run(struct run *run)
{
    struct page page = {.run = run, .found = {.more = true}};
    struct bytes root = BYTES_NONE;
    enum status st = place_parse(run, &page.found.next);

    if (st == ST_OK)
        st = root_find(run, &root);
    if (st == ST_OK)
        st = collection_find(run, root, &page.objects);
    return st == ST_OK ? pages_take(&page) : st;
}
