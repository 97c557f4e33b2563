#include "core/field/forbidden_name.h"

#include <string.h>

#include "base/annotate.h"
#include "base/bytes.h"

#define LETTERS 36
#define ENDS 0x8000u /* of a transition: a name, or the end of one, ends there */
#define NO_LETTER 0xFF
#define NEW_PART 0xFE
#define NOT_PLAIN 0xFD

enum match { MATCH_PART, MATCH_START, MATCH_WHOLE }; /* the first covers more */

struct name_state {
    uint16_t next[LETTERS];
    uint16_t fallback;
    uint16_t shorter; /* the longest other name that ends here; 0: none */
    unsigned char n;  /* letters up to here */
    bool is_name;
    enum match match;
    enum forbidden kind;
    char untold;
};

struct forbidden_names {
    unsigned char letters[256]; /* NO_LETTER: passed over */
    size_t count;
    struct name_state *states;
};

static const struct {
    const char *name;
    enum match match;
} rows[] = {
#define FORBIDDEN(name, match) {name, MATCH_##match},
#include "core/forbidden_field.def"
#undef FORBIDDEN
};

/* ---- making it ---- */

static void letters_begin(struct forbidden_names *names)
{
    memset(names->letters, NO_LETTER, sizeof(names->letters));
    for (unsigned c = 0; c < 128; c++)
        if (ascii_digit((char)c))
            names->letters[c] = (unsigned char)(c - '0');
        else if (ascii_alpha((char)c))
            names->letters[c] = (unsigned char)(10 + ascii_lower((char)c) - 'a');
    names->letters['.'] = names->letters['/'] = NEW_PART;
    names->letters['"'] = names->letters['\\'] = names->letters['\n'] = NOT_PLAIN;
}

static uint16_t state_add(struct forbidden_names *names, uint16_t from, unsigned letter)
{
    if (names->states[from].next[letter] == 0) {
        names->states[from].next[letter] = (uint16_t)names->count;
        names->states[names->count++].n = (unsigned char)(names->states[from].n + 1);
    }
    return names->states[from].next[letter];
}

static void name_add(struct forbidden_names *names, const char *name, enum match match, enum forbidden kind, char untold)
{
    uint16_t state = 0;

    for (const char *p = name; *p != '\0'; p++)
        state = state_add(names, state, names->letters[(unsigned char)*p]);
    struct name_state *end = &names->states[state];

    if (end->is_name && end->kind == FORBIDDEN_ALWAYS)
        return;
    end->is_name = true;
    end->match = match;
    end->kind = kind;
    end->untold = untold;
}

/* The states behind one; the shorter ones are done already. */
static void transitions_close(struct forbidden_names *names, uint16_t from, uint16_t *queue, size_t *ret_queued)
{
    struct name_state *state = &names->states[from];

    for (unsigned letter = 0; letter < LETTERS; letter++) {
        uint16_t next = state->next[letter], other = from == 0 ? 0 : names->states[state->fallback].next[letter];

        if (next == 0) {
            state->next[letter] = other;
            continue;
        }
        names->states[next].fallback = other;
        names->states[next].shorter = names->states[other].is_name ? other : names->states[other].shorter;
        queue[(*ret_queued)++] = next;
    }
}

static void ends_mark(struct forbidden_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        for (unsigned letter = 0; letter < LETTERS; letter++) {
            const struct name_state *next = &names->states[names->states[i].next[letter]];

            if (next->is_name || next->shorter != 0)
                names->states[i].next[letter] |= ENDS;
        }
}

struct forbidden_names *forbidden_names_new(struct arena *arena, const struct withheld_name *more, size_t count)
{
    struct forbidden_names *names = arena_new_of(arena, struct forbidden_names);
    size_t room = 1, queued = 1;

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        room += strlen(rows[i].name);
    for (size_t i = 0; i < count; i++)
        room += strlen(more[i].name);
    names->states = arena_array(arena, struct name_state, room);
    names->count = 1;
    letters_begin(names);
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        name_add(names, rows[i].name, rows[i].match, FORBIDDEN_ALWAYS, '\0');
    for (size_t i = 0; i < count; i++)
        name_add(names, more[i].name, MATCH_WHOLE, FORBIDDEN_HERE, more[i].untold);
    uint16_t *queue = arena_array(arena, uint16_t, names->count);

    for (size_t i = 0; i < queued; i++)
        transitions_close(names, queue[i], queue, &queued);
    ends_mark(names);
    return names;
}

/* ---- reading ---- */

void name_part_begin(struct name_reading *reading)
{
    reading->begins |= 1;
}

static bool begins_back(const struct name_reading *reading, unsigned letters)
{
    return (reading->begins >> letters & 1) != 0;
}

static void found_note(struct name_reading *reading, const struct name_state *name)
{
    if (name->kind > reading->found) {
        reading->found = (unsigned char)name->kind;
        reading->untold = name->untold;
    }
}

static void names_note(const struct forbidden_names *names, struct name_reading *reading, bool at_end)
{
    uint16_t at = reading->state;

    for (at = names->states[at].is_name ? at : names->states[at].shorter; at != 0; at = names->states[at].shorter) {
        const struct name_state *name = &names->states[at];

        if (name->match == MATCH_PART || (begins_back(reading, name->n) && (name->match == MATCH_START || at_end)))
            found_note(reading, name);
    }
}

static inline void letter_read(const struct forbidden_names *names, struct name_reading *reading, unsigned letter)
{
    uint16_t next;

    if (letter >= LETTERS) {
        if (letter == NEW_PART) {
            name_part_end(names, reading);
            name_part_begin(reading);
        }
        return;
    }
    next = names->states[reading->state].next[letter];
    reading->state = next & ~ENDS;
    reading->begins <<= 1;
    if ((next & ENDS) != 0)
        names_note(names, reading, false);
}

void name_read(const struct forbidden_names *names, struct name_reading *reading, char c)
{
    letter_read(names, reading, names->letters[(unsigned char)c]);
}

size_t name_read_plain(const struct forbidden_names *names, struct name_reading *reading, const char *p, size_t i, size_t n)
{
    uint32_t begins = reading->begins;
    uint16_t state = reading->state;

    for (; i < n; i++) {
        unsigned letter = names->letters[(unsigned char)p[i]];

        if (letter < LETTERS && (names->states[state].next[letter] & ENDS) == 0) {
            state = names->states[state].next[letter];
            begins <<= 1;
            continue;
        }
        if (letter == NOT_PLAIN)
            break;
        reading->begins = begins;
        reading->state = state;
        letter_read(names, reading, letter);
        begins = reading->begins;
        state = reading->state;
    }
    reading->begins = begins;
    reading->state = state;
    return i;
}

void name_part_end(const struct forbidden_names *names, struct name_reading *reading)
{
    names_note(names, reading, true);
}

enum forbidden name_whole(const struct forbidden_names *names, const struct name_reading *reading)
{
    struct name_reading ended = *reading;

    names_note(names, &ended, true);
    return (enum forbidden)ended.found;
}
