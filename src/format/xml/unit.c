#include "unit.h"

/* ---- the tree ---- */

static struct xml_node *node_add(struct arena *arena, struct xml_node *parent, struct bytes name, uint64_t line)
{
    struct xml_node *node = arena_new_of(arena, struct xml_node);

    node->name = name;
    node->line = line;
    node->parent = parent;
    buf_init(&node->text, arena);
    if (parent != NULL && parent->last != NULL)
        parent->last->next = node;
    else if (parent != NULL)
        parent->first = node;
    if (parent != NULL)
        parent->last = node;
    return node;
}

struct xml_node *node_new(struct arena *arena, struct xml_node *parent, const struct xml_element *element)
{
    struct xml_node *node = node_add(arena, parent, bytes_copy(arena, element->name), element->line);

    for (size_t i = 0; i < element->attribute_count; i++) {
        struct bytes name = element->attributes[i].name;

        if (element->attributes[i].prefixed) /* xsi:schemaLocation and its like say nothing about the record */
            continue;
        struct xml_node *attribute = node_add(arena, node, bytes_printf(arena, "@%.*s", (int)name.n, name.p), element->line);

        buf_put(&attribute->text, element->attributes[i].value);
    }
    return node;
}

bool node_has_text(const struct xml_node *node)
{
    return bytes_trim(buf_bytes(&node->text)).n > 0;
}

struct xml_node *node_next(const struct xml_node *node, const struct xml_node *top)
{
    if (node->first != NULL)
        return node->first;
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

/* ---- texts by path ---- */

void path_texts_init(struct path_texts *texts, struct arena *arena, path_keeps_fn *keeps, const void *arg)
{
    *texts = (struct path_texts){.arena = arena, .keeps = keeps, .arg = arg};
    map_init(&texts->paths, arena);
}

bool path_texts_put(struct path_texts *texts, struct bytes path, struct bytes text)
{
    struct path_values *found = map_find(&texts->paths, path);

    if (found == NULL && texts->keeps != NULL && !texts->keeps(texts->arg, path))
        return false;
    if (found == NULL) {
        found = arena_new_of(texts->arena, struct path_values);
        *map_put(&texts->paths, bytes_copy(texts->arena, path)) = found;
    }
    found->values = arena_room(texts->arena, found->values, found->count, &found->room, sizeof(*found->values));
    found->values[found->count++] = (struct raw_value){text, true};
    return true;
}

static void path_add(struct buf *path, struct bytes name)
{
    if (path->n > 0 && path->p[path->n - 1] != '/')
        buf_putc(path, '/');
    buf_put(path, name);
}

/* A node's own text: "." of the record, ".." of what stands above it. */
static struct bytes path_of_text(const struct buf *path)
{
    struct bytes text = buf_bytes(path);

    if (text.n == 0)
        return BYTES(".");
    return text.p[text.n - 1] == '/' ? bytes_slice(text, 0, text.n - 1) : text;
}

static void node_take(struct path_texts *texts, struct buf *path, struct xml_node *node, const struct xml_node *but)
{
    size_t end = path->n;

    if (node_has_text(node) && path_texts_put(texts, path_of_text(path), bytes_trim(buf_bytes(&node->text))))
        node->kept = true;
    for (struct xml_node *child = node->first; child != NULL; child = child->next) {
        if (child == but || (but != NULL && child->is_record))
            continue;
        path_add(path, child->name);
        node_take(texts, path, child, but);
        path->n = end;
    }
}

/* As deep as the parser lets elements be. */
void path_texts_of_node(struct path_texts *texts, struct bytes path, struct xml_node *node, const struct xml_node *but)
{
    struct buf buf;

    buf_init(&buf, texts->arena);
    buf_put(&buf, path);
    node_take(texts, &buf, node, but);
}

void path_texts_above(struct path_texts *texts, const struct xml_node *record)
{
    struct buf path;

    buf_init(&path, texts->arena);
    for (const struct xml_node *below = record; below->parent != NULL; below = below->parent) {
        buf_puts(&path, "../");
        path_texts_of_node(texts, buf_bytes(&path), below->parent, below);
    }
}

void path_texts_fields(const struct path_texts *texts, struct raw_record *ret)
{
    struct raw_field *fields = arena_array(texts->arena, struct raw_field, map_count(&texts->paths) + 1);

    for (size_t i = 0; i < map_count(&texts->paths); i++) {
        const struct map_entry *entry = map_at(&texts->paths, i);
        const struct path_values *values = entry->value;

        fields[i] = (struct raw_field){entry->key, values->values, values->count, values->count > 1};
    }
    ret->fields = fields;
    ret->count = map_count(&texts->paths);
}
