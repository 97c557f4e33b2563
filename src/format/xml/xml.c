/* From elements to units, and from a unit to its records. */
#include "format/xml.h"

#include <string.h>

#include "around.h"
#include "base/json.h"
#include "line.h"
#include "parser.h"
#include "shape.h"
#include "unit.h"

#define OUT_RATIO_MOST 64 /* what stands around many records is written with each of them */
#define ANSWERS_MOST 4096
#define ANSWER_PATH_MOST 256
#define OUT_FREE ((uint64_t)16 << 20)
#define RECORDS_AT_DEPTH 4 /* deeper than any element by which a file is known */

struct xml {
    struct xml_parser *parser;
    xml_rules_fn *ask;
    void *ask_arg;
    struct xml_rules rules;
    struct map answers; /* of rules.keeps by path: the same few paths come with every record */
    const struct xml_shape *shape;
    bool known;
    char *records_at; /* NULL: the shape's units */
    struct around around;
    struct arena *around_arena;
    struct arena *unit_arena;
    struct arena *record_arena;
    struct xml_node *unit; /* NULL: outside of one */
    struct xml_node *node; /* the innermost open one of the unit */
    size_t unit_records;   /* of the unit that has ended */
    struct xml_counts counts;
    struct buf *out; /* of the running feed */
    uint64_t in_bytes, out_bytes;
};

static const struct xml_shape *const shapes[] = {
#define XML_SHAPE(name) &xml_shape_##name,
#include "shape.def"
#undef XML_SHAPE
};

static const struct xml_shape any_shape = {.format = FORMAT_xml};

/* ---- what kind of file it is ---- */

static enum status shape_set(struct op *op, struct xml *xml, const struct xml_shape *shape)
{
    enum status st = xml->ask(op, xml->ask_arg, shape->format, &xml->rules);

    if (st != ST_OK)
        return st;
    xml->shape = shape;
    xml->known = true;
    if (xml->records_at == NULL && shape->units[0] == NULL)
        return xml_parser_fail(
            op, xml->parser, ST_INPUT,
            "this is neither goAML nor ISO 20022: the partner's profile must say where its records stand (records_at)");
    return ST_OK;
}

static enum status shape_find(struct op *op, struct xml *xml, const struct xml_element *element)
{
    struct bytes parent = around_name(&xml->around, 1);
    const char *refused = NULL;

    for (size_t i = 0; i < COUNT_OF(shapes); i++) {
        if (shapes[i]->fits(element, parent, xml->around.depth, &refused))
            return shape_set(op, xml, shapes[i]);
        if (refused != NULL)
            return xml_parser_fail(op, xml->parser, ST_INPUT, refused);
    }
    return xml->around.depth < RECORDS_AT_DEPTH ? ST_OK : shape_set(op, xml, &any_shape);
}

static bool is_among(const struct around *around, const char *const *paths)
{
    for (size_t i = 0; i < XML_PATH_MOST && paths[i] != NULL; i++)
        if (around_ends(around, paths[i]))
            return true;
    return false;
}

static bool is_unit(const struct xml *xml)
{
    if (xml->records_at != NULL)
        return around_ends(&xml->around, xml->records_at);
    return xml->known && is_among(&xml->around, xml->shape->units);
}

/* ---- one record ---- */

static void value_write(struct json_out *out, const struct raw_field *field)
{
    json_key_bytes(out, field->name);
    if (field->is_list)
        json_open(out, '[');
    for (size_t i = 0; i < field->count; i++)
        json_string(out, field->values[i].text);
    if (field->is_list)
        json_close(out, ']');
}

/* The writer takes memory where it writes to: there it is given back with the record, in what is sent on it would stay. */
static enum status record_write(struct op *op, struct xml *xml, const struct raw_record *record)
{
    struct json_out out;
    struct buf line;

    buf_init(&line, xml->record_arena);
    json_out_init(&out, &line);
    json_open(&out, '{');
    json_key_i64(&out, "line()", (int64_t)record->line);
    for (size_t i = 0; i < record->count; i++)
        value_write(&out, &record->fields[i]);
    json_close(&out, '}');
    buf_putc(&line, '\n');
    buf_put(xml->out, buf_bytes(&line));
    xml->out_bytes += line.n;
    if (xml->out_bytes > OUT_FREE && xml->out_bytes / OUT_RATIO_MOST > xml->in_bytes)
        return xml_parser_fail(op, xml->parser, ST_LIMIT, "the records are more than 64 times as large as the file");
    return ST_OK;
}

/* What XPath calls so: the element's name, and how many records the unit has. */
static void own_put(struct xml *xml, struct path_texts *texts, const struct xml_node *node)
{
    path_keeps_fn *keeps = texts->keeps;

    texts->keeps = NULL;
    (void)path_texts_put(texts, BYTES("name()"), node->name);
    (void)path_texts_put(texts, BYTES("last()"), bytes_printf(xml->record_arena, "%zu", xml->unit_records));
    texts->keeps = keeps;
}

static bool keeps(const void *arg, struct bytes path)
{
    static const bool yes = true, no = false;
    struct xml *xml = (struct xml *)arg;
    const bool *answer = map_find(&xml->answers, path);

    if (answer != NULL)
        return *answer;
    answer = xml->rules.keeps(xml->rules.arg, path) ? &yes : &no;
    if (path.n <= ANSWER_PATH_MOST && map_count(&xml->answers) < ANSWERS_MOST)
        *map_put(&xml->answers, bytes_copy(xml->answers.arena, path)) = (void *)answer;
    return *answer;
}

static enum status record_take(struct op *op, struct xml *xml, struct xml_node *node)
{
    struct raw_record record = {.line = node->line};
    struct path_texts texts;

    arena_reset(xml->record_arena);
    path_texts_init(&texts, xml->record_arena, xml->rules.keeps == NULL ? NULL : keeps, xml);
    own_put(xml, &texts, node);
    path_texts_of_node(&texts, BYTES_NONE, node, NULL);
    path_texts_above(&texts, node);
    around_take(&xml->around, node, &texts);
    path_texts_fields(&texts, &record);
    if (xml->rules.takes != NULL && !xml->rules.takes(xml->rules.arg, &record)) {
        xml->counts.passed_over++;
        return ST_OK;
    }
    xml->counts.records++;
    return record_write(op, xml, &record);
}

/* ---- one unit ---- */

static void left_out_count(struct xml *xml)
{
    for (const struct xml_node *node = xml->unit; node != NULL; node = node_next(node, xml->unit))
        xml->counts.left_out += node_has_text(node) && !node->kept;
}

static size_t inner_records(const struct xml_node *unit)
{
    size_t count = 0;

    for (const struct xml_node *node = unit; node != NULL; node = node_next(node, unit))
        count += node->is_record;
    return count;
}

static enum status unit_end(struct op *op, struct xml *xml)
{
    bool inner_only = xml->records_at == NULL && xml->shape->inner_only;
    size_t inner = inner_records(xml->unit);
    int64_t before = xml->counts.records;
    bool itself = !inner_only || inner == 0;
    enum status st = ST_OK;

    xml->unit_records = inner + itself;
    if (itself)
        st = record_take(op, xml, xml->unit);
    for (struct xml_node *node = xml->unit; node != NULL && st == ST_OK; node = node_next(node, xml->unit))
        if (node->is_record)
            st = record_take(op, xml, node);
    if (xml->counts.records > before)
        left_out_count(xml);
    xml->unit = NULL;
    arena_reset(xml->unit_arena);
    return st;
}

/* ---- what the parser tells ---- */

static enum status on_open(struct op *op, void *arg, const struct xml_element *element)
{
    struct xml *xml = arg;
    enum status st = ST_OK;

    around_open(&xml->around, element->name);
    if (!xml->known)
        st = shape_find(op, xml, element);
    if (st != ST_OK)
        return st;
    if (xml->unit == NULL && !is_unit(xml)) {
        around_attributes(&xml->around, element);
        return ST_OK;
    }
    bool inner = xml->unit != NULL;

    if (!xml->known && (st = shape_set(op, xml, &any_shape)) != ST_OK)
        return st;
    xml->node = node_new(xml->unit_arena, inner ? xml->node : NULL, element);
    xml->node->is_record = inner && xml->records_at == NULL && is_among(&xml->around, xml->shape->inner);
    if (!inner)
        xml->unit = xml->node;
    if (arena_used(xml->unit_arena) > XML_UNIT_MOST)
        return xml_parser_fail(op, xml->parser, ST_LIMIT, "one record with all that belongs to it takes more than 16 MiB");
    return ST_OK;
}

static enum status on_text(struct op *op, void *arg, struct bytes text)
{
    struct xml *xml = arg;

    if (xml->unit == NULL) {
        around_text(&xml->around, text);
        return ST_OK;
    }
    if (xml->node->text.n > 0 || bytes_trim(text).n > 0)
        buf_put(&xml->node->text, text);
    if (arena_used(xml->unit_arena) > XML_UNIT_MOST)
        return xml_parser_fail(op, xml->parser, ST_LIMIT, "one record with all that belongs to it takes more than 16 MiB");
    return ST_OK;
}

static enum status on_close(struct op *op, void *arg)
{
    struct xml *xml = arg;
    enum status st = ST_OK;

    if (xml->unit != NULL && xml->node == xml->unit) {
        around_unit(&xml->around);
        st = unit_end(op, xml);
    } else if (xml->unit != NULL) {
        xml->node = xml->node->parent;
    }
    around_close(&xml->around);
    return st;
}

static const struct xml_handler handler = {on_open, on_text, on_close};

/* ---- pieces ---- */

enum status xml_open(struct op *op, struct bytes records_at, xml_rules_fn *rules, void *arg, struct xml **ret)
{
    struct xml *xml = arena_new_of(op->arena, struct xml);
    enum status st = xml_parser_open(op, &handler, xml, &xml->parser);

    if (st != ST_OK)
        return st;
    xml->records_at = records_at.n == 0 ? NULL : bytes_cstr(op->arena, records_at);
    xml->ask = rules;
    xml->ask_arg = arg;
    xml->around_arena = arena_new(SIZE_MAX);
    xml->unit_arena = arena_new(SIZE_MAX);
    xml->record_arena = arena_new(SIZE_MAX);
    around_init(&xml->around, op->arena, xml->around_arena);
    map_init(&xml->answers, op->arena);
    *ret = xml;
    return ST_OK;
}

void xml_close(struct xml **xml)
{
    if (*xml == NULL)
        return;
    xml_parser_close(&(*xml)->parser);
    arena_free(&(*xml)->around_arena);
    arena_free(&(*xml)->unit_arena);
    arena_free(&(*xml)->record_arena);
    *xml = NULL;
}

enum status xml_feed(struct op *op, struct xml *xml, struct bytes piece, struct buf *out)
{
    xml->out = out;
    xml->in_bytes += piece.n;
    return xml_parser_feed(op, xml->parser, piece);
}

enum status xml_end(struct op *op, struct xml *xml, struct buf *out)
{
    xml->out = out;
    enum status st = xml_parser_end(op, xml->parser);

    if (st == ST_OK && !xml->known)
        st = shape_set(op, xml, &any_shape);
    if (st == ST_OK && xml->counts.records + xml->counts.passed_over == 0)
        return op_fail(op, ST_INPUT, "the XML holds no record: there is no element %s",
                       xml->records_at != NULL ? "where records_at says" : xml->shape->units[0]);
    return st;
}

enum format xml_format(const struct xml *xml)
{
    return xml->known ? xml->shape->format : FORMAT_xml;
}

struct xml_counts xml_counts(const struct xml *xml)
{
    struct xml_counts counts = xml->counts;

    counts.left_out += xml->around.left_out;
    return counts;
}

/* ---- how it begins ---- */

struct start {
    struct bytes bytes;
    struct bytes charset;
};

/* The first byte of the first tag tells the rest (XML 1.0, appendix F). */
static const struct start starts[] = {
    {{"\xFF\xFE<\0", 4}, {"UTF-16", 6}},
    {{"\xFE\xFF\0<", 4}, {"UTF-16", 6}},
    {{"<\0?\0", 4}, {"UTF-16LE", 8}},
    {{"\0<\0?", 4}, {"UTF-16BE", 8}},
};

/* encoding="…" of the declaration. */
static struct bytes declared_charset(struct bytes head)
{
    const char *end = head.n == 0 ? NULL : memchr(head.p, '>', head.n);
    const char *at =
        end == NULL || !bytes_start(head, BYTES("<?xml")) ? NULL : memmem(head.p, (size_t)(end - head.p), "encoding", 8);
    struct bytes rest = at == NULL ? BYTES_NONE : (struct bytes){at + 8, (size_t)(end - at) - 8}, part;
    size_t quote = 0;

    while (quote < rest.n && rest.p[quote] != '"' && rest.p[quote] != '\'')
        quote++;
    if (quote == rest.n)
        return BYTES_NONE;
    char mark = rest.p[quote];

    rest = bytes_from(rest, quote + 1);
    return bytes_next_part(&rest, mark, &part) ? part : BYTES_NONE;
}

bool xml_begins(struct bytes head, struct bytes *ret_charset)
{
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (bytes_start(head, starts[i].bytes)) {
            *ret_charset = starts[i].charset;
            return true;
        }
    if (bytes_start(head, BYTES("\xEF\xBB\xBF")))
        head = bytes_from(head, 3);
    while (head.n > 0 && ascii_space(head.p[0]))
        head = bytes_from(head, 1);
    if (bytes_start(head, BYTES("<!--")))
        return true;
    if (head.n < 2 || head.p[0] != '<' || (head.p[1] != '?' && head.p[1] != '_' && !ascii_alpha(head.p[1])) ||
        bytes_equal_fold(bytes_slice(head, 0, 5), BYTES("<html")))
        return false;
    *ret_charset = declared_charset(head);
    return true;
}

/* ---- what is stored of it ---- */

const struct format_row format_xml = {.name = "xml", .take = xml_line_take, .skip = xml_line_skip};
