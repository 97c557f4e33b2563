#include "around.h"

void around_init(struct around *around, struct arena *arena, struct arena *texts_arena)
{
    around->arena = arena;
    around->texts_arena = texts_arena;
    around->count = around->depth = 0;
    around->left_out = 0;
    buf_init(&around->path, arena);
}

/* ---- paths ---- */

/* Cuts the last name off. */
static struct bytes last_name(struct bytes *path)
{
    size_t at = path->n;

    while (at > 0 && path->p[at - 1] != '/')
        at--;
    struct bytes name = bytes_from(*path, at);

    path->n = at == 0 ? 0 : at - 1;
    return name;
}

bool around_ends(const struct around *around, const char *pattern)
{
    struct bytes path = buf_bytes(&around->path), wanted = bytes_of(pattern);

    while (wanted.n > 0) {
        struct bytes name = last_name(&wanted);

        if (path.n == 0)
            return false;
        struct bytes own = last_name(&path);

        if (!bytes_is(name, "*") && !bytes_equal_fold(name, own))
            return false;
    }
    return true;
}

struct bytes around_name(const struct around *around, size_t up)
{
    struct bytes path = buf_bytes(&around->path), name = BYTES_NONE;

    for (size_t i = 0; i <= up; i++)
        name = last_name(&path);
    return name;
}

/* ---- texts ---- */

static struct around_text *text_new(struct around *around, struct bytes path, size_t depth)
{
    if (around->count == XML_AROUND_MOST)
        return NULL;
    struct around_text *text = &around->texts[around->count++];

    *text = (struct around_text){.path = bytes_copy(around->texts_arena, path), .depth = depth};
    buf_init(&text->text, around->texts_arena);
    return text;
}

static void attribute_take(struct around *around, const struct xml_attribute *attribute)
{
    size_t end = around->path.n;

    buf_puts(&around->path, "/@");
    buf_put(&around->path, attribute->name);
    struct around_text *text = text_new(around, buf_bytes(&around->path), around->depth);

    around->path.n = end;
    if (text != NULL)
        buf_put(&text->text, bytes_slice(attribute->value, 0, XML_AROUND_TEXT));
}

void around_attributes(struct around *around, const struct xml_element *element)
{
    for (size_t i = 0; i < element->attribute_count; i++)
        if (!element->attributes[i].prefixed)
            attribute_take(around, &element->attributes[i]);
}

void around_open(struct around *around, struct bytes name)
{
    size_t before = around->path.n;

    if (before > 0)
        buf_putc(&around->path, '/');
    buf_put(&around->path, name);
    around->open[around->depth++] = (struct around_open){.path_end = before, .first = around->count};
}

void around_text(struct around *around, struct bytes text)
{
    struct around_open *open = &around->open[around->depth - 1];

    if (open->text == 0 && bytes_trim(text).n == 0)
        return;
    if (open->text == 0) {
        struct around_text *new = text_new(around, buf_bytes(&around->path), around->depth - 1);

        if (new == NULL)
            return;
        open->text = around->count;
    }
    struct buf *buf = &around->texts[open->text - 1].text;

    if (buf->n < XML_AROUND_TEXT)
        buf_put(buf, bytes_slice(text, 0, XML_AROUND_TEXT - buf->n));
}

static void forget_from(struct around *around, size_t first)
{
    for (size_t i = first; i < around->count; i++)
        around->left_out += !around->texts[i].kept;
    around->count = first;
    if (first == 0)
        arena_reset(around->texts_arena);
}

void around_close(struct around *around)
{
    struct around_open *open = &around->open[--around->depth];

    around->path.n = open->path_end;
    if (open->has_unit || around->depth == 0)
        forget_from(around, open->first);
    if (open->has_unit && around->depth > 0)
        around->open[around->depth - 1].has_unit = true;
}

void around_unit(struct around *around)
{
    around->open[around->depth - 1].has_unit = true;
}

/* ---- as a record sees them ---- */

static size_t depth_of(const struct xml_node *node)
{
    size_t depth = 0;

    while ((node = node->parent) != NULL)
        depth++;
    return depth;
}

/* Names that two paths have in common from the root on; a text's own name is none of them. */
static size_t common_names(struct bytes path, struct bytes other, size_t *ret_bytes)
{
    size_t names = 0;
    struct bytes a, b;

    *ret_bytes = 0;
    for (struct bytes rest = path; bytes_next_part(&rest, '/', &a) && rest.n > 0; names++) {
        if (!bytes_next_part(&other, '/', &b) || !bytes_equal(a, b))
            break;
        *ret_bytes += a.n + 1;
    }
    return names;
}

static bool text_take(const struct around *around, const struct around_text *text, size_t below, struct path_texts *texts)
{
    size_t skip, names = common_names(text->path, buf_bytes(&around->path), &skip);
    struct buf path;

    if (names == around->depth)
        return false; /* it stood in an element that only has the same path as the unit */
    buf_init(&path, texts->arena);
    for (size_t up = around->depth - names + below; up > 0; up--)
        buf_puts(&path, "../");
    buf_put(&path, bytes_from(text->path, skip));
    return path_texts_put(texts, buf_bytes(&path), bytes_trim(buf_bytes(&text->text)));
}

void around_take(struct around *around, const struct xml_node *record, struct path_texts *texts)
{
    size_t below = depth_of(record);

    for (size_t i = 0; i < around->count; i++)
        if (text_take(around, &around->texts[i], below, texts))
            around->texts[i].kept = true;
}
