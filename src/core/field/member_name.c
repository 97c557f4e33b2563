#include "core/field/member_name.h"

#include <string.h>

#include "base/bytes.h"

struct member_place member_place_first(const struct field_mask_shape *shape)
{
    return (struct member_place){.way = shape->records_at.n > 0 ? 0 : MEMBER_OFF_THE_WAY, .in_record = shape->records_at.n == 0};
}

void member_name_none(struct member_name *name, const struct member_place *container)
{
    name->place = *container;
    name->forbidden = FORBIDDEN_NOT;
}

static void path_put(struct member_name *name, char c)
{
    if (name->place.path_n == sizeof(name->path))
        name->place.path_n = MEMBER_PATH_LOST;
    if (name->place.path_n != MEMBER_PATH_LOST)
        name->path[name->place.path_n++] = c;
}

void member_name_begin(struct member_name *name, const struct member_place *container)
{
    member_name_none(name, container);
    if (!name->shape->joins)
        name->place.names = (struct name_reading){0};
    if (name->place.path_n > 0)
        path_put(name, '.');
    name_part_begin(&name->place.names);
    name->escaped = false;
    name->escape_digits = 0;
    name->high = 0;
}

/* ---- characters ---- */

static void byte_take(struct member_name *name, char c)
{
    struct bytes way = name->shape->records_at;
    size_t *at = &name->place.way;

    name_read(name->names, &name->place.names, c);
    path_put(name, c);
    if (*at != MEMBER_OFF_THE_WAY)
        *at = *at < way.n && way.p[*at] == c ? *at + 1 : MEMBER_OFF_THE_WAY;
}

static void code_point_take(struct member_name *name, uint32_t c)
{
    static const unsigned char starts[] = {0, 0xC0, 0xE0, 0xF0};
    unsigned more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;

    byte_take(name, (char)(starts[more] | c >> 6 * more));
    while (more-- > 0)
        byte_take(name, (char)(0x80 | (c >> 6 * more & 0x3F)));
}

static void escape_digit_take(struct member_name *name, char c)
{
    uint32_t digit = (uint32_t)(ascii_digit(c) ? c - '0' : ascii_lower(c) - 'a' + 10), code;

    name->escape = name->escape << 4 | (digit & 0xF);
    if (--name->escape_digits > 0)
        return;
    code = name->escape;
    if (code >= 0xD800 && code < 0xDC00) {
        name->high = code;
        return;
    }
    if (name->high != 0 && code >= 0xDC00 && code < 0xE000)
        code = 0x10000 + ((name->high - 0xD800) << 10) + (code - 0xDC00);
    name->high = 0;
    code_point_take(name, code);
}

static char escape_of(char c)
{
    static const char letters[] = "bfnrt", signs[] = "\b\f\n\r\t";
    const char *found = c == '\0' ? NULL : strchr(letters, c);

    return found == NULL ? c : signs[found - letters];
}

static void escape_take(struct member_name *name, char c)
{
    name->escaped = false;
    name->escape = 0;
    if (c == 'u')
        name->escape_digits = 4;
    else
        byte_take(name, escape_of(c));
}

/* ---- its end ---- */

/* On the way to the records a name is the partner's envelope: what stands below begins anew. */
static bool leads_on(struct member_name *name)
{
    struct bytes way = name->shape->records_at;
    struct member_place *place = &name->place;

    if (place->way == MEMBER_OFF_THE_WAY || (place->way < way.n && way.p[place->way] != '.'))
        return false;
    *place =
        (struct member_place){.in_record = place->way == way.n, .way = place->way < way.n ? place->way + 1 : MEMBER_OFF_THE_WAY};
    return true;
}

static void decide(struct member_name *name)
{
    name_part_end(name->names, &name->place.names);
    name->forbidden = (enum forbidden)name->place.names.found;
    if (leads_on(name))
        name->forbidden = FORBIDDEN_NOT;
    else
        name->place.way = MEMBER_OFF_THE_WAY;
}

/* Where nobody asks for the path and no character is special, a name is read in one go. */
static size_t plain_pass(struct member_name *name, const char *p, size_t i, size_t n)
{
    if (name->place.way != MEMBER_OFF_THE_WAY || name->shape->allows != NULL || name->escaped || name->escape_digits > 0)
        return i;
    return name_read_plain(name->names, &name->place.names, p, i, n);
}

/* true: the name ends, or is broken, at this character. */
static bool char_take(struct member_name *name, char c)
{
    if (name->escape_digits > 0 && ascii_xdigit(c)) {
        escape_digit_take(name, c);
        return false;
    }
    name->escape_digits = 0;
    if (c == '\n' || (c == '"' && !name->escaped))
        return true;
    if (name->escaped)
        escape_take(name, c);
    else if (c == '\\')
        name->escaped = true;
    else
        byte_take(name, c);
    return false;
}

enum name_end member_name_read(struct member_name *name, const char *p, size_t *i, size_t n)
{
    while ((*i = plain_pass(name, p, *i, n)) < n && !char_take(name, p[*i]))
        ++*i;
    if (*i == n)
        return NAME_GOES_ON;
    if (p[*i] == '\n')
        return NAME_BROKEN;
    decide(name);
    ++*i;
    return NAME_ENDS;
}

/* ---- what it says ---- */

bool member_name_found(const struct member_name *name)
{
    return name_whole(name->names, &name->place.names) != FORBIDDEN_NOT;
}

bool member_name_allowed(const struct member_name *name)
{
    const struct field_mask_shape *shape = name->shape;

    if (shape->allows == NULL || !name->place.in_record)
        return true;
    return name->place.path_n != MEMBER_PATH_LOST && shape->allows(shape->arg, (struct bytes){name->path, name->place.path_n});
}
