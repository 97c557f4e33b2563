/* The table of fields, and what can be said of a field by its name alone. */
#include "core/record/record_field.h"

#include <string.h>

static const struct field_row rows[FIELD_COUNT] = {
#define FIELD(kind, name, need, shape, value, role)                                                                              \
    {RECORD_##kind, {#name, sizeof(#name) - 1}, NEED_##need, SHAPE_##shape, VALUE_##value, ROLE_##role},
#include "core/record_field.def"
#undef FIELD
};

static const char *const kind_names[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) #name,
#include "core/record_kind.def"
#undef RECORD_KIND
};

static const char *const role_names[] = {
#define ROLE(name, text) #name,
#include "core/record_role.def"
#undef ROLE
};

/* The table begins with the fields that every kind has, kind beside kind; then each kind's own fields follow in one run, which
 * begins with the field of its time. */
static const size_t own_first[] = {
#define RECORD_KIND(name, time_field, endpoint, site, text) FIELD_##name##_##time_field,
#include "core/record_kind.def"
#undef RECORD_KIND
    FIELD_COUNT,
};

#define COMMON_ROWS (own_first[0])
#define COMMON_COUNT (COMMON_ROWS / RECORD_KIND_COUNT)

bool record_kind_find(struct bytes name, enum record_kind *ret)
{
    for (int kind = 0; kind < RECORD_KIND_COUNT; kind++)
        if (bytes_is(name, kind_names[kind])) {
            *ret = (enum record_kind)kind;
            return true;
        }
    return false;
}

const char *record_kind_name(enum record_kind kind)
{
    return kind_names[kind];
}

const char *record_role_name(enum record_role role)
{
    return role_names[role];
}

size_t record_field_count(enum record_kind kind)
{
    return COMMON_COUNT + own_first[kind + 1] - own_first[kind];
}

enum record_field record_field_at(enum record_kind kind, size_t index)
{
    if (index < COMMON_COUNT)
        return (enum record_field)(index * RECORD_KIND_COUNT + kind);
    return (enum record_field)(own_first[kind] + index - COMMON_COUNT);
}

size_t record_field_index(enum record_field field)
{
    if (field < COMMON_ROWS)
        return field / RECORD_KIND_COUNT;
    return field - own_first[rows[field].kind] + COMMON_COUNT;
}

const struct field_row *field_row_at(enum record_kind kind, size_t index)
{
    return &rows[record_field_at(kind, index)];
}

enum value_kind field_value_kind(struct bytes name)
{
    for (int field = 0; field < FIELD_COUNT; field++)
        if (bytes_equal(rows[field].name, name))
            return rows[field].value;
    return VALUE_none;
}

const char *record_field_name(enum record_field field)
{
    return rows[field].name.p;
}

enum record_role record_field_role(enum record_field field)
{
    return rows[field].role;
}

const struct field_values *record_field_get(const struct record *record, enum record_field field)
{
    return &record->fields[record_field_index(field)];
}

bool record_field_find(enum record_kind kind, struct bytes name, enum record_field *ret)
{
    size_t count = record_field_count(kind);

    for (size_t i = 0; i < count; i++) {
        enum record_field field = record_field_at(kind, i);

        if (rows[field].name.n == name.n && memcmp(rows[field].name.p, name.p, name.n) == 0) {
            *ret = field;
            return true;
        }
    }
    return false;
}

bool record_field_unknown(enum record_kind kind, struct bytes name)
{
    enum record_field field;

    return !record_field_find(kind, name, &field) && !bytes_is(name, "record_kind");
}

/* ---- forbidden fields ---- */

enum name_match { MATCH_WHOLE, MATCH_START, MATCH_PART };

static const struct {
    struct bytes name;
    enum name_match match;
} forbidden[] = {
#define FORBIDDEN(name, match) {{name, sizeof(name) - 1}, MATCH_##match},
#include "core/forbidden_field.def"
#undef FORBIDDEN
};

/* Whether the name's letters from i on are those of the row; *ret_end: behind them. */
static bool letters_agree(struct bytes name, size_t i, struct bytes letters, size_t *ret_end)
{
    size_t n = 0;

    for (; i < name.n && n < letters.n; i++)
        if (ascii_alnum(name.p[i]) && (char)ascii_lower(name.p[i]) != letters.p[n++])
            return false;
    *ret_end = i;
    return n == letters.n;
}

static bool parts_names(char c)
{
    return c == '.' || c == '/';
}

static bool part_ends(struct bytes name, size_t i)
{
    while (i < name.n && !ascii_alnum(name.p[i]) && !parts_names(name.p[i]))
        i++;
    return i == name.n || parts_names(name.p[i]);
}

static bool row_agrees(struct bytes name, size_t i, bool begins, size_t row)
{
    size_t end;

    return (begins || forbidden[row].match == MATCH_PART) && letters_agree(name, i, forbidden[row].name, &end) &&
           (forbidden[row].match != MATCH_WHOLE || part_ends(name, end));
}

bool record_field_forbidden(struct bytes name)
{
    bool begins = true; /* a part, at the next letter */

    for (size_t i = 0; i < name.n; i++) {
        if (parts_names(name.p[i]))
            begins = true;
        if (!ascii_alnum(name.p[i]))
            continue;
        for (size_t row = 0; row < COUNT_OF(forbidden); row++)
            if (row_agrees(name, i, begins, row))
                return true;
        begins = false;
    }
    return false;
}

/* ---- the columns of a table ---- */

static bool has_column(const struct bytes *names, size_t count, struct bytes name)
{
    for (size_t i = 0; i < count; i++)
        if (bytes_equal(names[i], name))
            return true;
    return false;
}

/* Sets of columns of which each names the endpoint or the site on its own; NULL ends a set. */
#define IDENTIFYING_LIMIT 3
static const char *const identifying[RECORD_KIND_COUNT][IDENTIFYING_LIMIT][2] = {
    [RECORD_merchant_flag] = {{"acquirer_bin", "card_acceptor_id"}},
    [RECORD_transaction_flag] = {{"acquirer_bin", "card_acceptor_id"}, {"creditor_iban"}, {"crypto_address"}},
    [RECORD_account_flag] = {{"account_scheme", "account_id"}},
    [RECORD_site_report] = {{"url"}},
    [RECORD_test_purchase] = {{"site_url"}},
};

/* The first column that the best set lacks; BYTES_NONE when one set is complete. */
static struct bytes missing_identifier(enum record_kind kind, const struct bytes *names, size_t count)
{
    struct bytes missing = BYTES_NONE;

    for (size_t set = 0; set < IDENTIFYING_LIMIT && identifying[kind][set][0] != NULL; set++) {
        struct bytes lacks = BYTES_NONE;

        for (size_t i = 0; i < 2 && identifying[kind][set][i] != NULL; i++)
            if (lacks.p == NULL && !has_column(names, count, bytes_of(identifying[kind][set][i])))
                lacks = bytes_of(identifying[kind][set][i]);
        if (lacks.p == NULL)
            return lacks;
        if (missing.p == NULL)
            missing = lacks;
    }
    return missing;
}

static struct bytes missing_column(enum record_kind kind, const struct bytes *names, size_t count)
{
    for (size_t i = 0; i < record_field_count(kind); i++) {
        const struct field_row *row = field_row_at(kind, i);

        if (row->need == NEED_REQUIRED && !has_column(names, count, row->name))
            return row->name;
    }
    return missing_identifier(kind, names, count);
}

enum reason record_columns_check(enum record_kind kind, const struct bytes *names, size_t count, struct bytes *ret_column)
{
    for (size_t i = 0; i < count; i++) {
        *ret_column = names[i];
        if (record_field_forbidden(names[i]))
            return REASON_forbidden_field;
        if (has_column(names, i, names[i]))
            return REASON_duplicate_column;
    }
    struct bytes missing = missing_column(kind, names, count);

    if (missing.p == NULL)
        return REASON_ok;
    *ret_column = missing;
    for (int other = 0; other < RECORD_KIND_COUNT; other++)
        if (missing_column((enum record_kind)other, names, count).p == NULL)
            return REASON_wrong_kind;
    return REASON_missing_column;
}
