#include "edge/http/multipart.h"

#include <string.h>

#include "base/buf.h"
#include "edge/http/media.h"

enum state {
    BEFORE,  /* the first boundary */
    MARK,    /* behind a boundary: the end of its line, or "--" */
    HEADER,  /* of the part */
    CONTENT, /* of the part */
    AFTER,   /* the closing boundary: what follows is of no interest */
};

struct multipart {
    multipart_sink *sink;
    void *arg;
    struct bytes delimiter; /* CR LF "--" boundary */
    enum state state;
    size_t matched; /* bytes of the delimiter that have been seen */
    size_t implied; /* of these, the line's end that need not stand before it */
    size_t skipped;
    bool had_part;
    struct buf line; /* MARK: what follows the boundary; HEADER: the header so far */
};

static bool is_boundary_char(int c)
{
    return ascii_alnum(c) || (c != '\0' && strchr("'()+_,-./:=? ", c) != NULL);
}

static void expect_delimiter(struct multipart *multipart)
{
    multipart->matched = multipart->implied = 2;
}

enum status multipart_new(struct op *op, struct bytes boundary, multipart_sink *sink, void *arg, struct multipart **ret)
{
    struct multipart *multipart = arena_new_of(op->arena, struct multipart);

    if (boundary.n == 0 || boundary.n > MULTIPART_BOUNDARY_MOST || boundary.p[boundary.n - 1] == ' ')
        return op_fail(op, ST_INPUT, "multipart: the boundary must have 1 to %d characters", MULTIPART_BOUNDARY_MOST);
    for (size_t i = 0; i < boundary.n; i++)
        if (!is_boundary_char((unsigned char)boundary.p[i]))
            return op_fail(op, ST_INPUT, "multipart: a character of the boundary is not allowed");
    multipart->sink = sink;
    multipart->arg = arg;
    multipart->delimiter = bytes_printf(op->arena, "\r\n--%.*s", (int)boundary.n, boundary.p);
    expect_delimiter(multipart); /* the first boundary needs no line before it */
    buf_init(&multipart->line, op->arena);
    *ret = multipart;
    return ST_OK;
}

/* ---- the parts of a message ---- */

static enum status give(struct op *op, struct multipart *multipart, struct bytes text)
{
    if (text.n == 0)
        return ST_OK;
    if (multipart->state == CONTENT)
        return multipart->sink(multipart->arg, text);
    multipart->skipped += text.n;
    if (multipart->skipped > MULTIPART_PREAMBLE_MOST)
        return op_fail(op, ST_INPUT, "multipart: the first %zu bytes hold no boundary", MULTIPART_PREAMBLE_MOST);
    return ST_OK;
}

/* Takes text up to and with the next delimiter. The delimiter's only CR is its first byte, so a mismatch begins again there. */
static enum status take_text(struct op *op, struct multipart *multipart, struct bytes piece, size_t *ret_used)
{
    struct bytes delimiter = multipart->delimiter;
    size_t from = 0, i = 0;

    while (i < piece.n) {
        if (multipart->matched == 0) {
            const char *cr = memchr(piece.p + i, '\r', piece.n - i);

            i = cr == NULL ? piece.n : (size_t)(cr - piece.p) + 1;
            enum status st = give(op, multipart, bytes_slice(piece, from, i - from - (cr != NULL)));

            if (st != ST_OK)
                return st;
            multipart->matched = cr != NULL;
            from = i;
        } else if (piece.p[i] == delimiter.p[multipart->matched]) {
            from = ++i;
            if (++multipart->matched == delimiter.n)
                break;
        } else {
            enum status st =
                give(op, multipart, bytes_slice(delimiter, multipart->implied, multipart->matched - multipart->implied));

            if (st != ST_OK)
                return st;
            multipart->matched = multipart->implied = 0;
        }
    }
    *ret_used = i;
    if (multipart->matched == delimiter.n) {
        multipart->matched = multipart->implied = 0;
        multipart->state = MARK;
        buf_clear(&multipart->line);
    }
    return ST_OK;
}

/* "--" closes; space and a line's end open a part. */
static enum status take_mark(struct op *op, struct multipart *multipart, struct bytes piece, size_t *ret_used)
{
    struct bytes line;

    buf_putc(&multipart->line, piece.p[0]);
    *ret_used = 1;
    line = buf_bytes(&multipart->line);
    if (bytes_is(line, "--")) {
        if (!multipart->had_part)
            return op_fail(op, ST_INPUT, "multipart: there is no file in it");
        multipart->state = AFTER;
    } else if (bytes_end(line, BYTES("\r\n"))) {
        if (multipart->had_part)
            return op_fail(op, ST_INPUT, "multipart: one file and nothing else is taken; this is a second part");
        buf_clear(&multipart->line);
        multipart->state = HEADER;
    } else if (line.n > MULTIPART_BOUNDARY_MOST) {
        return op_fail(op, ST_INPUT, "multipart: the line of the boundary does not end");
    }
    return ST_OK;
}

static bool names_file(struct arena *arena, struct bytes header)
{
    struct bytes line, name, part;

    while (bytes_next_part(&header, '\n', &line)) {
        if (!bytes_next_part(&line, ':', &name) || !bytes_equal_fold(bytes_trim(name), BYTES("content-disposition")))
            continue;
        line = bytes_lower(arena, line);
        if (!bytes_next_part(&line, ';', &part) || !bytes_is(bytes_trim(part), "form-data"))
            return false;
        while (bytes_next_part(&line, ';', &part))
            if (bytes_start(bytes_trim(part), BYTES("filename")))
                return true;
    }
    return false;
}

static enum status take_header(struct op *op, struct multipart *multipart, struct bytes piece, size_t *ret_used)
{
    const char *end = memchr(piece.p, '\n', piece.n);
    struct bytes header;

    *ret_used = end == NULL ? piece.n : (size_t)(end - piece.p) + 1;
    if (multipart->line.n + *ret_used > MULTIPART_HEADER_MOST)
        return op_fail(op, ST_LIMIT, "multipart: the header of the part has more than %zu bytes", MULTIPART_HEADER_MOST);
    buf_put(&multipart->line, bytes_slice(piece, 0, *ret_used));
    header = buf_bytes(&multipart->line);
    if (!bytes_is(header, "\r\n") && !bytes_end(header, BYTES("\r\n\r\n")))
        return ST_OK;
    if (!names_file(op->arena, header))
        return op_fail(op, ST_INPUT, "multipart: the part is no file (Content-Disposition: form-data with a filename)");
    multipart->had_part = true;
    multipart->state = CONTENT;
    expect_delimiter(multipart); /* the header's end is the line's end before a boundary: a file may be empty */
    return ST_OK;
}

static enum status take_rest(struct op *op UNUSED, struct multipart *multipart UNUSED, struct bytes piece, size_t *ret_used)
{
    *ret_used = piece.n;
    return ST_OK;
}

enum status multipart_feed(struct op *op, struct multipart *multipart, struct bytes piece)
{
    static enum status (*const take[])(struct op *, struct multipart *, struct bytes, size_t *) = {
        [BEFORE] = take_text, [MARK] = take_mark, [HEADER] = take_header, [CONTENT] = take_text, [AFTER] = take_rest};
    enum status st = ST_OK;

    while (piece.n > 0 && st == ST_OK) {
        size_t used = 0;

        st = take[multipart->state](op, multipart, piece, &used);
        piece = bytes_from(piece, used);
    }
    return st;
}

enum status multipart_end(struct op *op, const struct multipart *multipart)
{
    if (multipart->state != AFTER)
        return op_fail(op, ST_INPUT, "multipart: it stops before its closing boundary: the upload is incomplete");
    return ST_OK;
}
