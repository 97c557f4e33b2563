/* Words that stand for a code: countries, choices, yes and no. */
#include <string.h>

#include "core/fix/candidate.h"
#include "core/record/record_choice.h"

/* ---- countries ---- */

static const struct {
    struct bytes written;
    const char *code;
} countries[] = {
#define COUNTRY(code, name) {{name, sizeof(name) - 1}, #code},
#include "core/country.def"
#undef COUNTRY
#define COUNTRY_WRITTEN(written, code) {{written, sizeof(written) - 1}, code},
#include "core/fix/country_written.def"
#undef COUNTRY_WRITTEN
};

void fix_country_name(struct candidates *candidates, struct bytes text)
{
    for (size_t i = 0; i < COUNT_OF(countries); i++)
        if (bytes_equal_fold(text, countries[i].written))
            candidate_offer(candidates, bytes_of(countries[i].code));
}

/* ---- yes and no ---- */

static const struct {
    struct bytes written;
    const char *value;
} booleans[] = {
#define BOOLEAN_WORD(written, value) {{written, sizeof(written) - 1}, value},
#include "core/fix/boolean_word.def"
#undef BOOLEAN_WORD
};

void fix_boolean_word(struct candidates *candidates, struct bytes text)
{
    for (size_t i = 0; i < COUNT_OF(booleans); i++)
        if (bytes_equal_fold(text, booleans[i].written))
            candidate_offer(candidates, bytes_of(booleans[i].value));
}

/* ---- choices ---- */

#define WORD_MOST 32

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, substitutions and swaps of neighbours between two words (optimal string alignment). */
static size_t distance(struct bytes a, struct bytes b)
{
    size_t row[3][WORD_MOST + 1];
    size_t *before = row[0], *last = row[1], *now = row[2];

    for (size_t j = 0; j <= b.n; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.n; i++) {
        now[0] = i;
        for (size_t j = 1; j <= b.n; j++) {
            now[j] = least(least(last[j] + 1, now[j - 1] + 1), last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
            if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
                now[j] = least(now[j], before[j - 2] + 1);
        }
        size_t *spare = before;

        before = last;
        last = now;
        now = spare;
    }
    return last[b.n];
}

/* In small letters, one '_' for blanks and dashes. */
static struct bytes word_fold(struct arena *arena, struct bytes text)
{
    struct bytes word = bytes_lower(arena, text);

    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] == ' ' || word.p[i] == '-')
            ((char *)word.p)[i] = '_';
    return word;
}

/* One mistake in four letters, at most two. */
void fix_near_choice(struct candidates *candidates, struct bytes text)
{
    struct arena *arena = candidates->context->arena;
    struct bytes word = word_fold(arena, text), choice;

    if (word.n > WORD_MOST)
        return;
    for (size_t at = 0; choice_next(candidates->kind, &at, &choice);)
        if (choice.n <= WORD_MOST && distance(word, bytes_lower(arena, choice)) <= least(2, word.n / 4))
            candidate_offer(candidates, choice);
}
