#include "mark.h"

#include <string.h>

struct condition {
    struct bytes column;
    struct bytes text;
    bool (*fits)(const struct raw_field *field, struct bytes text);
};

const struct raw_field *raw_find(const struct raw_record *raw, struct bytes column)
{
    for (size_t i = 0; i < raw->count; i++)
        if (bytes_equal_fold(raw->fields[i].name, column))
            return &raw->fields[i];
    return NULL;
}

bool raw_has_value(const struct raw_field *field)
{
    for (size_t i = 0; field != NULL && i < field->count; i++)
        if (bytes_trim(field->values[i].text).n > 0)
            return true;
    return false;
}

/* ---- what a condition asks ---- */

static bool holds_something(const struct raw_field *field, struct bytes text UNUSED)
{
    return raw_has_value(field);
}

static bool is_equal(const struct raw_field *field, struct bytes text)
{
    for (size_t i = 0; field != NULL && i < field->count; i++)
        if (bytes_equal_fold(bytes_trim(field->values[i].text), text))
            return true;
    return false;
}

static bool is_not_equal(const struct raw_field *field, struct bytes text)
{
    return !is_equal(field, text);
}

static bool has_part(struct bytes text, struct bytes part)
{
    for (size_t i = 0; i + part.n <= text.n; i++)
        if (bytes_equal_fold(bytes_slice(text, i, part.n), part))
            return true;
    return false;
}

static bool contains(const struct raw_field *field, struct bytes text)
{
    for (size_t i = 0; field != NULL && i < field->count; i++)
        if (has_part(field->values[i].text, text))
            return true;
    return false;
}

/* ---- rules ---- */

static struct condition condition_of(struct bytes text)
{
    for (size_t i = 0; i < text.n; i++) {
        struct bytes column = bytes_trim(bytes_slice(text, 0, i)), rest = bytes_trim(bytes_from(text, i + 1));

        if (text.p[i] == '!' && i + 1 < text.n && text.p[i + 1] == '=')
            return (struct condition){column, bytes_trim(bytes_from(text, i + 2)), is_not_equal};
        if (text.p[i] == '=')
            return (struct condition){column, rest, is_equal};
        if (text.p[i] == '~')
            return (struct condition){column, rest, contains};
    }
    return (struct condition){bytes_trim(text), BYTES_NONE, holds_something};
}

/* Cuts the first condition off. */
static bool next_condition(struct bytes *rest, struct condition *ret)
{
    struct bytes joint = BYTES(" & ");
    const char *found = rest->n == 0 ? NULL : memmem(rest->p, rest->n, joint.p, joint.n);
    size_t end = found == NULL ? rest->n : (size_t)(found - rest->p);

    if (rest->n == 0)
        return false;
    *ret = condition_of(bytes_slice(*rest, 0, end));
    *rest = bytes_from(*rest, end + joint.n);
    return true;
}

static bool rule_fits(struct bytes rule, const struct raw_record *raw)
{
    struct condition condition;

    while (next_condition(&rule, &condition))
        if (!condition.fits(raw_find(raw, condition.column), condition.text))
            return false;
    return true;
}

bool mark_fits(const struct texts *rules, const struct raw_record *raw)
{
    for (size_t i = 0; i < rules->count; i++)
        if (rule_fits(rules->items[i], raw))
            return true;
    return false;
}

bool mark_names_column(const struct texts *rules, struct bytes column)
{
    struct condition condition;

    for (size_t i = 0; i < rules->count; i++)
        for (struct bytes rest = rules->items[i]; next_condition(&rest, &condition);)
            if (bytes_equal_fold(condition.column, column))
                return true;
    return false;
}
