/* What a client sends to the push API before a handler sees it: the first byte says which part, the rest is the text. */
#include <string.h>

#include "base/annotate.h"
#include "base/buf.h"
#include "edge/http/media.h"
#include "edge/http/multipart.h"
#include "edge/route.h"
#include "fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n);

static enum status gather(void *arg, struct bytes piece)
{
    buf_put(arg, piece);
    return ST_OK;
}

static enum status form_take(struct arena *arena, struct bytes text, size_t size, struct buf *file)
{
    struct multipart *multipart;
    struct op op;
    enum status st;

    op_init(&op, arena, 0, "fuzz");
    buf_init(file, arena);
    st = multipart_new(&op, BYTES("X"), gather, file, &multipart);
    for (size_t at = 0; at < text.n && st == ST_OK; at += size)
        st = multipart_feed(&op, multipart, bytes_slice(text, at, size));
    return st == ST_OK ? multipart_end(&op, multipart) : st;
}

/* The pieces that a form comes in make no difference. */
static void form(struct arena *arena, struct bytes text)
{
    struct buf whole, single;
    enum status st = form_take(arena, text, text.n + 1, &whole);

    MUST(form_take(arena, text, 1, &single) == st);
    MUST(st != ST_OK || bytes_equal(buf_bytes(&whole), buf_bytes(&single)));
    MUST(whole.n <= text.n);
}

/* A boundary that is taken ends a file that holds anything else. */
static void boundary(struct arena *arena, struct bytes text)
{
    struct multipart *multipart;
    struct buf file;
    struct op op;

    op_init(&op, arena, 0, "fuzz");
    buf_init(&file, arena);
    if (multipart_new(&op, text, gather, &file, &multipart) != ST_OK)
        return;
    struct bytes message = bytes_printf(arena, "--%.*s\r\nContent-Disposition: form-data; filename=a\r\n\r\nbody\r\n--%.*s--\r\n",
                                        (int)text.n, text.p, (int)text.n, text.p);

    MUST(multipart_feed(&op, multipart, message) == ST_OK && multipart_end(&op, multipart) == ST_OK);
    MUST(bytes_is(buf_bytes(&file), "body"));
}

static void type(struct arena *arena, struct bytes text)
{
    struct media media, again;

    if (!media_parse(arena, text, &media))
        return;
    MUST(media.type.n >= 3 && memchr(media.type.p, '/', media.type.n) != NULL);
    MUST(media_parse(arena, media.type, &again) && bytes_equal(again.type, media.type));
}

static void accept(struct arena *arena, struct bytes text)
{
    static const char *const types[] = {"application/json", "text/csv"};
    int chosen = accept_choose(arena, text, types, COUNT_OF(types));

    MUST(chosen >= -1 && chosen < (int)COUNT_OF(types));
}

static void item(struct arena *arena, struct bytes text)
{
    struct bytes value;

    if (!item_parse(arena, text, 40, &value))
        return;
    MUST(value.n >= 1 && value.n <= 40);
    for (size_t i = 0; i < value.n; i++)
        MUST(value.p[i] >= ' ' && value.p[i] <= '~');
}

/* What a path gives can be written into a path again. */
static void path(struct arena *arena, struct bytes text)
{
    struct bytes parameters[ROUTE_PARAMETER_MOST], decoded;
    enum route_symbol route;

    if (route_find(arena, BYTES("DELETE"), text, &route, parameters) != ROUTE_OK)
        return;
    MUST(route == ROUTE_record_withdraw);
    for (size_t i = 0; i < ROUTE_PARAMETER_MOST; i++) {
        MUST(parameters[i].n > 0 && utf8_check(parameters[i]) == parameters[i].n);
        MUST(percent_decode(arena, percent_encode(arena, parameters[i]), false, &decoded) && bytes_equal(decoded, parameters[i]));
    }
}

static void query(struct arena *arena, struct bytes text)
{
    struct bytes value;

    if (query_find(arena, text, "a", &value))
        MUST(value.n <= text.n && utf8_check(value) == value.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *input, size_t n)
{
    static void (*const parts[])(struct arena *, struct bytes) = {form, boundary, type, accept, item, path, query};
    static struct arena *arena;

    if (n == 0)
        return 0;
    if (arena == NULL)
        arena = arena_new((size_t)64 << 20);
    parts[input[0] % COUNT_OF(parts)](arena, (struct bytes){(const char *)input + 1, n - 1});
    arena_reset(arena);
    return 0;
}
