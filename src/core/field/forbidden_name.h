/*
 * forbidden_name.h: forbidden names as one automaton, for names that come character by character.
 *
 * Shape   a name has parts, between which stand '.' and '/'; any run of its parts counts as record_field_forbidden() has it. Of each
 *         part letters and digits alone are looked at, in either case.
 * Source  A. V. Aho, M. J. Corasick: Efficient string matching (1975)
 */
#ifndef CORE_FIELD_FORBIDDEN_NAME_H
#define CORE_FIELD_FORBIDDEN_NAME_H

#include "base/arena.h"
#include "core/field_mask.h"

enum forbidden { FORBIDDEN_NOT, FORBIDDEN_HERE, FORBIDDEN_ALWAYS }; /* HERE: by a name of the format */

struct forbidden_names;
/* `more`: whole names that count beside those of forbidden_field.def; their texts stay. */
struct forbidden_names *forbidden_names_new(struct arena *arena, const struct withheld_name *more, size_t count);

/* How far a name has been read; zero: nothing of it. */
struct name_reading {
    uint32_t begins; /* bit n: a part begins n letters back */
    uint16_t state;
    unsigned char found; /* enum forbidden */
    char untold;         /* of the name that was found */
};

void name_part_begin(struct name_reading *reading);
void name_read(const struct forbidden_names *names, struct name_reading *reading, char c);
/* All up to a quote, a backslash or a line break, or to n; returns where that is. */
size_t name_read_plain(const struct forbidden_names *names, struct name_reading *reading, const char *p, size_t i, size_t n);
/* The last character of a part has been read. */
void name_part_end(const struct forbidden_names *names, struct name_reading *reading);
/* Whether a part that ended here would be a whole name that is forbidden. */
enum forbidden name_whole(const struct forbidden_names *names, const struct name_reading *reading);

#endif
