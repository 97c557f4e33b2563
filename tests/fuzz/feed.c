/* What a server of feeds answers, as far as it says where to go on: the first byte says which part, the rest is the text. */
#include <string.h>

#include "base/annotate.h"
#include "core/link_header.h"
#include "core/taxii_envelope.h"
#include "fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

/* A target is a piece of the text, can be written into a header again, and is found there behind another link. */
static void link_header(struct arena *arena, struct bytes text)
{
    struct bytes target, again;
    struct buf buf;

    if (!link_header_find(text, "next", &target))
        return;
    MUST(target.p >= text.p && target.p + target.n <= text.p + text.n);
    MUST(target.n == 0 || memchr(target.p, '>', target.n) == NULL);
    buf_init(&buf, arena);
    buf_put(&buf, BYTES("</>; rel=\"x, <y>\", <"));
    buf_put(&buf, target);
    buf_put(&buf, BYTES(">; rel=NEXT"));
    MUST(link_header_find(buf_bytes(&buf), "next", &again));
    MUST(bytes_equal(again, target));
}

static enum status feed_all(struct json_pick *pick, struct bytes text, size_t size)
{
    enum status st = ST_OK;

    for (size_t at = 0; at < text.n && st == ST_OK; at += size)
        st = json_pick_feed(pick, bytes_slice(text, at, size));
    return st;
}

static enum status envelope_read(struct arena *arena, struct bytes text, size_t size, const struct taxii_place *at,
                                 struct bytes last_added, struct taxii_page *ret)
{
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    AUTO(json_pick_free) struct json_pick *pick = taxii_envelope_new(&op);
    enum status st = feed_all(pick, text, size);

    if (st == ST_OK)
        st = taxii_envelope_end(&op, pick, at, last_added, ret);
    MUST((st == ST_OK) == (op.cause[0] == '\0'));
    return st;
}

/* X-TAXII-Date-Added-Last, a line break, the envelope. The pieces that it comes in make no difference, and who is sent on gets something or comes further. */
static void envelope(struct arena *arena, struct bytes text)
{
    struct taxii_place at = {BYTES("2026-03-01T00:00:00Z"), BYTES("7"), BYTES("2026-03-01T06:00:00Z")};
    struct taxii_page page = {0}, single = {0};
    struct bytes last_added;

    bytes_next_part(&text, '\n', &last_added);
    enum status st = envelope_read(arena, text, text.n + 1, &at, last_added, &page);

    MUST(envelope_read(arena, text, 1, &at, last_added, &single) == st);
    if (st != ST_OK)
        return;
    MUST(page.objects == single.objects && page.more == single.more && page.objects <= text.n);
    MUST(bytes_equal(page.next.next, single.next.next) && bytes_equal(page.next.added_after, single.next.added_after));
    MUST(page.more || page.next.next.n == 0);
    MUST(!page.more || page.objects > 0 || !bytes_equal(page.next.next, at.next));
}

/* The value at a path in the tree; NULL: none. */
static const struct json *tree_find(struct arena *arena, const struct json *tree, struct bytes path)
{
    struct bytes key;

    while (tree != NULL && bytes_next_part(&path, '.', &key))
        tree = tree->type == JSON_OBJECT ? json_find(tree, bytes_cstr(arena, key)) : NULL;
    return tree;
}

/* A path, a line break, a text: picked is what the tree of the text has there. */
static void pick(struct arena *arena, struct bytes text)
{
    const struct json_picked *picked = NULL;
    struct bytes path;
    struct json *tree;
    struct op op;

    bytes_next_part(&text, '\n', &path);
    op_init(&op, arena, 0, "fuzz");
    AUTO(json_pick_free) struct json_pick *pick = json_pick_new(&op, &path, 1);
    bool taken = feed_all(pick, text, 3) == ST_OK && json_pick_end(pick, &picked) == ST_OK;

    op_clear(&op);
    if (json_parse(&op, text, &tree) != ST_OK || memchr(path.p, '\0', path.n) != NULL)
        return;
    const struct json *there = tree_find(arena, tree, path);

    if (!taken) {
        MUST(there != NULL && there->text.n > 4096);
        return;
    }
    MUST(picked->found == (there != NULL && there != tree));
    if (picked->found)
        MUST(picked->type == there->type && bytes_equal(picked->text, there->text));
    if (picked->found && picked->type == JSON_ARRAY)
        MUST(picked->count == there->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static void (*const parts[])(struct arena *, struct bytes) = {link_header, envelope, pick};
    static struct arena *arena;

    if (n == 0)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)64 << 20);
    parts[input[0] % COUNT_OF(parts)](arena, (struct bytes){(const char *)input + 1, n - 1});
    arena_reset(arena);
    return 0;
}
