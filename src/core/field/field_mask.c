/*
 * A reading of JSON that keeps going whatever comes. Inside of an object it is strict, because there names decide; in lists and between
 * records anything may stand. What is being withheld, or is not decided yet, is not put; everything else is put in long pieces.
 */
#include "core/field_mask.h"

#include "base/bytes.h"
#include "core/field/broken_rest.h"
#include "core/field/forbidden_name.h"
#include "core/field/member_name.h"
#include "core/field/withheld_value.h"
#include "core/json_mark.h"

enum place {
    PLACE_ITEM,  /* in a list or between records: a value, a comma */
    PLACE_KEY,   /* in an object: a name */
    PLACE_NAME,  /* inside of what may be a name */
    PLACE_NAMED, /* behind it */
    PLACE_VALUE, /* behind its colon */
    PLACE_TEXT,
    PLACE_BARE,
    PLACE_NEXT,     /* in an object, behind a value */
    PLACE_WITHHELD, /* inside of a forbidden value */
    PLACE_REST,     /* of an object that is broken */
    PLACE_AFTER,    /* behind one that was withheld */
    PLACE_COUNT
};

/* Something that is open; the first stands for the stream itself. */
struct level {
    struct member_place place;
    bool allowed; /* what stands in it, where it is a list */
    bool object;
};

struct field_mask {
    struct field_mask_shape shape;
    struct forbidden_names *names;
    enum place place;
    struct level levels[FIELD_MASK_DEPTH_MOST + 1];
    size_t depth;
    struct member_name name; /* that is being read, or was before the value */
    bool escaped;            /* in a text */
    bool after_text;         /* the last value was a text, and no line has ended since */
    bool line_begun;         /* something stands on the line, where records are lines */
    bool line_full;          /* its record is complete */
    bool line_broken;        /* the line before was withheld in part: what does not open an object belongs to it */
    struct withheld_value value;
    struct broken_rest rest;
    int64_t withheld;
};

/* A piece, and how much of it has been put. */
struct cut {
    const char *p;
    size_t n;
    size_t from;
    struct buf *out;
};

static void put_up_to(struct cut *cut, size_t i)
{
    buf_put(cut->out, (struct bytes){cut->p + cut->from, i - cut->from});
    cut->from = i;
}

static struct level *level_at(struct field_mask *mask)
{
    return &mask->levels[mask->depth];
}

/* ---- values ---- */

static void value_done(struct field_mask *mask)
{
    mask->place = level_at(mask)->object ? PLACE_NEXT : PLACE_ITEM;
    mask->line_full = mask->depth == 0;
    mask->after_text = false;
}

static void open(struct field_mask *mask, char c)
{
    struct level *level = &mask->levels[++mask->depth];
    bool object = c == '{';

    *level = (struct level){mask->name.place, object || member_name_allowed(&mask->name), object};
    mask->place = level->object ? PLACE_KEY : PLACE_ITEM;
}

static void close(struct field_mask *mask)
{
    mask->depth -= mask->depth > 0;
    value_done(mask);
}

static size_t rest_begin(struct field_mask *mask, struct cut *cut, size_t i, bool to_line, bool withheld)
{
    put_up_to(cut, i);
    broken_rest_begin(&mask->rest, to_line, withheld);
    mask->place = PLACE_REST;
    return i;
}

/* A value of any kind but a text that may be a name. */
static size_t value_begin(struct field_mask *mask, struct cut *cut, size_t i)
{
    bool opens = cut->p[i] == '{' || cut->p[i] == '[';

    if (mask->name.forbidden != FORBIDDEN_NOT || (opens && mask->depth == FIELD_MASK_DEPTH_MOST)) {
        put_up_to(cut, i);
        withheld_value_begin(&mask->value, mask->name.forbidden == FORBIDDEN_HERE ? mask->name.place.names.untold : '\0');
        mask->place = PLACE_WITHHELD;
        return i;
    }
    if (opens)
        open(mask, cut->p[i]);
    else
        mask->place = cut->p[i] == '"' ? PLACE_TEXT : PLACE_BARE;
    mask->escaped = false;
    return opens || mask->place == PLACE_TEXT ? i + 1 : i;
}

/* ---- lines ---- */

/* Where records are lines each begins anew. */
static size_t line_end(struct field_mask *mask, size_t i, bool broken)
{
    mask->line_broken = broken || (mask->line_broken && !mask->line_begun);
    mask->line_begun = mask->line_full = false;
    mask->depth = 0;
    mask->place = PLACE_ITEM;
    return i + 1;
}

/* A line break inside of a text. */
static size_t text_break(struct field_mask *mask, struct cut *cut, size_t i, bool withheld)
{
    return mask->shape.lines ? line_end(mask, i, withheld) : rest_begin(mask, cut, i, true, withheld);
}

static size_t space_pass(struct field_mask *mask, size_t i, char c)
{
    if (c != '\n')
        return i + 1;
    mask->after_text = false;
    return mask->shape.lines ? line_end(mask, i, false) : i + 1;
}

/* Between records: what is no object is searched for names. */
static bool is_stray(struct field_mask *mask, char c)
{
    bool begins = !mask->line_begun;

    if (mask->depth > 0)
        return false;
    mask->line_begun = true;
    return mask->shape.lines ? mask->line_full || (begins && c != '{')
                             : !(c == '{' || c == '[' || c == ',' || c == ']' || c == '}');
}

/* ---- one place after the other: each takes from i on and says how far it came ---- */

static size_t name_begin(struct field_mask *mask, size_t i)
{
    member_name_begin(&mask->name, &level_at(mask)->place);
    mask->place = PLACE_NAME;
    return i + 1;
}

static size_t in_name(struct field_mask *mask, struct cut *cut, size_t i)
{
    enum name_end end = member_name_read(&mask->name, cut->p, &i, cut->n);

    if (end == NAME_BROKEN)
        return text_break(mask, cut, i, member_name_found(&mask->name));
    if (end == NAME_ENDS)
        mask->place = PLACE_NAMED;
    return i;
}

static size_t in_named(struct field_mask *mask, struct cut *cut, size_t i)
{
    char c = cut->p[i];

    if (ascii_space(c))
        return space_pass(mask, i, c);
    if (c == ':') {
        mask->place = PLACE_VALUE;
        return i + 1;
    }
    if (level_at(mask)->object)
        return rest_begin(mask, cut, i, false, mask->name.forbidden != FORBIDDEN_NOT);
    value_done(mask); /* of a list */
    return i;
}

static size_t in_value(struct field_mask *mask, struct cut *cut, size_t i)
{
    char c = cut->p[i];

    if (ascii_space(c))
        return space_pass(mask, i, c);
    if (c == ',' || c == '}' || c == ']') {
        value_done(mask);
        return i;
    }
    if (mask->name.forbidden == FORBIDDEN_NOT && c != '{' && c != '[' && !member_name_allowed(&mask->name))
        mask->name.forbidden = FORBIDDEN_ALWAYS;
    return value_begin(mask, cut, i);
}

static size_t in_text(struct field_mask *mask, struct cut *cut, size_t i)
{
    while (i < cut->n) {
        if (mask->escaped && cut->p[i] != '\n') {
            mask->escaped = false;
            i++;
            continue;
        }
        i = json_mark(cut->p, i, cut->n);
        if (i == cut->n)
            break;
        if (cut->p[i] == '\n')
            return text_break(mask, cut, i, false);
        if (cut->p[i++] == '"') {
            value_done(mask);
            mask->after_text = true;
            break;
        }
        mask->escaped = true;
    }
    return i;
}

static bool ends_bare(char c)
{
    return ascii_space(c) || c == ',' || c == '}' || c == ']' || c == '{' || c == '[' || c == '"' || c == ':';
}

static size_t in_bare(struct field_mask *mask, struct cut *cut, size_t i)
{
    while (i < cut->n && !ends_bare(cut->p[i]))
        i++;
    if (i < cut->n)
        value_done(mask);
    return i;
}

static size_t in_item(struct field_mask *mask, struct cut *cut, size_t i)
{
    const struct level *level = level_at(mask);
    char c = cut->p[i];

    if (ascii_space(c))
        return space_pass(mask, i, c);
    if (mask->depth == 0 && !mask->line_begun && (c == '\xEF' || c == '\xBB' || c == '\xBF')) /* a byte order mark */
        return i + 1;
    if (is_stray(mask, c))
        return rest_begin(mask, cut, i, true, mask->line_broken);
    if (c == '"' && level->allowed)
        return name_begin(mask, i);
    if (c == '}' || c == ']')
        close(mask);
    if (c == '}' || c == ']' || c == ',' || c == ':')
        return i + 1;
    member_name_none(&mask->name, &level->place);
    if (!level->allowed && c != '{' && c != '[')
        mask->name.forbidden = FORBIDDEN_ALWAYS;
    return value_begin(mask, cut, i);
}

static size_t in_key(struct field_mask *mask, struct cut *cut, size_t i)
{
    char c = cut->p[i];

    if (ascii_space(c))
        return space_pass(mask, i, c);
    if (c == '"')
        return name_begin(mask, i);
    if (c == '}' || c == ']')
        close(mask);
    return c == '}' || c == ']' || c == ',' ? i + 1 : rest_begin(mask, cut, i, false, false);
}

/* A text behind a text: quotes can no longer be told apart. */
static size_t in_next(struct field_mask *mask, struct cut *cut, size_t i)
{
    char c = cut->p[i];

    if (ascii_space(c))
        return space_pass(mask, i, c);
    if (c == '"' && !mask->after_text)
        return name_begin(mask, i);
    if (c == '}' || c == ']')
        close(mask);
    else if (c == ',')
        mask->place = PLACE_KEY;
    else
        return rest_begin(mask, cut, i, false, mask->after_text);
    return i + 1;
}

static void withheld_put(struct field_mask *mask, struct buf *out)
{
    bool told = withheld_value_told(&mask->value);

    buf_put(out, told ? BYTES("\"withheld\"") : BYTES("null"));
    mask->withheld += told;
}

/* As broken as it came, so that it is framed as it came. */
static size_t withheld_break(struct field_mask *mask, struct cut *cut, size_t i)
{
    buf_putc(cut->out, '"');
    if (!mask->shape.lines)
        return rest_begin(mask, cut, i, true, true);
    buf_put(cut->out, BYTES("withheld"));
    mask->withheld++;
    return line_end(mask, i, true);
}

static size_t in_withheld(struct field_mask *mask, struct cut *cut, size_t i)
{
    enum withheld_end end = withheld_value_read(&mask->value, cut->p, &i, cut->n, mask->shape.lines);

    cut->from = i;
    if (end == WITHHELD_GOES_ON)
        return i;
    if (end == WITHHELD_BROKEN)
        return withheld_break(mask, cut, i);
    withheld_put(mask, cut->out);
    value_done(mask);
    mask->after_text = true;
    return i;
}

static void rest_put(struct field_mask *mask, struct buf *out)
{
    mask->withheld += mask->rest.withheld;
    broken_rest_end(&mask->rest, out);
}

static size_t in_rest(struct field_mask *mask, struct cut *cut, size_t i)
{
    bool withheld;

    for (; i < cut->n && !broken_rest_ends(&mask->rest, cut->p[i]) && !(mask->shape.lines && cut->p[i] == '\n'); i++)
        broken_rest_put(&mask->rest, mask->names, cut->p[i]);
    cut->from = i;
    if (i == cut->n)
        return i;
    withheld = mask->rest.withheld;
    rest_put(mask, cut->out);
    if (cut->p[i] == '\n')
        return line_end(mask, i, withheld);
    if (mask->rest.to_line) { /* where in the file that is nobody can tell any more */
        mask->depth = 0;
        mask->levels[0].place.in_record = true;
        mask->place = PLACE_ITEM;
        return i;
    }
    close(mask);
    mask->place = withheld ? PLACE_AFTER : mask->place;
    return i + 1;
}

static size_t in_after(struct field_mask *mask, struct cut *cut, size_t i)
{
    char c = cut->p[i];

    if (c != '\n' && ascii_space(c))
        return i + 1;
    if (c != '\n' && c != ',' && c != '}' && c != ']')
        return rest_begin(mask, cut, i, true, true);
    value_done(mask);
    return i;
}

static size_t (*const steps[PLACE_COUNT])(struct field_mask *mask, struct cut *cut, size_t i) = {
    [PLACE_ITEM] = in_item,   [PLACE_KEY] = in_key,           [PLACE_NAME] = in_name,   [PLACE_NAMED] = in_named,
    [PLACE_VALUE] = in_value, [PLACE_TEXT] = in_text,         [PLACE_BARE] = in_bare,   [PLACE_NEXT] = in_next,
    [PLACE_REST] = in_rest,   [PLACE_WITHHELD] = in_withheld, [PLACE_AFTER] = in_after,
};

/* ---- the whole ---- */

struct field_mask *field_mask_new(struct arena *arena, const struct field_mask_shape *shape)
{
    struct field_mask *mask = arena_new_of(arena, struct field_mask);

    mask->shape = *shape;
    mask->names = forbidden_names_new(arena, shape->names, shape->name_count);
    mask->name = (struct member_name){.shape = &mask->shape, .names = mask->names};
    mask->levels[0] = (struct level){.place = member_place_first(&mask->shape), .allowed = true};
    buf_init(&mask->rest.text, arena);
    return mask;
}

void field_mask_feed(struct field_mask *mask, struct bytes piece, struct buf *out)
{
    struct cut cut = {.p = piece.p, .n = piece.n, .out = out};

    for (size_t i = 0; i < piece.n;)
        i = steps[mask->place](mask, &cut, i);
    put_up_to(&cut, piece.n);
}

void field_mask_end(struct field_mask *mask, struct buf *out)
{
    if (mask->place == PLACE_WITHHELD) {
        buf_put(out, BYTES("\"withheld"));
        mask->withheld++;
    }
    if (mask->place == PLACE_REST)
        rest_put(mask, out);
    mask->place = PLACE_ITEM;
    mask->depth = 0;
}

int64_t field_mask_withheld(const struct field_mask *mask)
{
    return mask->withheld;
}
