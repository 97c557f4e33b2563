#include "edge/profile_file.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"
#include "core/record/record_field.h"
#include "edge/file.h"
#include "format/charset.h"
#include "profile_collect.h"

#define QUOTA_MOST_MIB 1048576
#define ERROR_MOST 400

/* ---- what cyaml fills ---- */

struct field_file {
    char *field;
    char *kind;
    char *column;
    MEMBER_TEXTS(columns)
#define TRANSFORM(name, argument, text) MEMBER_##argument(name)
#include "core/transform.def"
#undef TRANSFORM
};

struct profile_file {
#define PROFILE_KEY(name, argument, text) MEMBER_##argument(name)
#include "core/profile_key.def"
#undef PROFILE_KEY
    struct collect_file *collect;
    struct field_file *fields;
    unsigned fields_count;
};

static const cyaml_schema_field_t field_keys[] = {KEY_TEXT(field_file, field) KEY_TEXT(field_file, kind)
                                                      KEY_TEXT(field_file, column) KEY_TEXTS(field_file, columns)
#define TRANSFORM(name, argument, text) KEY_##argument(field_file, name)
#include "core/transform.def"
#undef TRANSFORM
                                                          CYAML_FIELD_END};

static const cyaml_schema_value_t field_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct field_file, field_keys)};

static const cyaml_schema_field_t profile_keys[] = {
#define PROFILE_KEY(name, argument, text) KEY_##argument(profile_file, name)
#include "core/profile_key.def"
#undef PROFILE_KEY
    CYAML_FIELD_MAPPING_PTR("collect", OPTIONAL_POINTER, struct profile_file, collect, collect_keys),
    CYAML_FIELD_SEQUENCE("fields", CYAML_FLAG_POINTER, struct profile_file, fields, &field_schema, 1, PROFILE_FIELD_MOST),
    CYAML_FIELD_END};

static const cyaml_schema_value_t profile_schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct profile_file, profile_keys)};

/* ---- the keys ---- */

#define SETTER(key) static enum status set_##key(struct op *op, struct profile *profile, const struct texts *value)

SETTER(name)
{
    (void)op;
    profile->name = value->items[0];
    return ST_OK;
}

SETTER(format)
{
    enum format format;

    if (!format_find(value->items[0], &format))
        return op_fail(op, ST_INPUT, "format: there is no such format");
    profile->format = value->items[0];
    return ST_OK;
}

SETTER(records_at)
{
    (void)op;
    profile->records_at = value->items[0];
    return ST_OK;
}

SETTER(character_set)
{
    if (!charset_known(value->items[0]))
        return op_fail(op, ST_INPUT, "character_set: it is not one that is known");
    profile->character_set = value->items[0];
    return ST_OK;
}

SETTER(delimiter)
{
    struct bytes text = bytes_is(value->items[0], "tab") ? BYTES("\t") : value->items[0];

    if (text.n != 1 || ascii_alnum(text.p[0]) || text.p[0] == '"' || text.p[0] == '\n' || (text.p[0] & 0x80) != 0)
        return op_fail(op, ST_INPUT, "delimiter: it must be one sign, such as ; or tab");
    profile->delimiter = text.p[0];
    return ST_OK;
}

SETTER(decimal)
{
    bool comma = bytes_is(value->items[0], "comma");

    if (!comma && !bytes_is(value->items[0], "point"))
        return op_fail(op, ST_INPUT, "decimal: it must be comma or point");
    profile->decimal = comma ? ',' : '.';
    return ST_OK;
}

SETTER(date_formats)
{
    for (size_t i = 0; i < value->count; i++)
        if (!date_format_check(value->items[i]))
            return op_fail(op, ST_INPUT, "date_formats: entry %zu cannot be read", i + 1);
    profile->date_formats = *value;
    return ST_OK;
}

SETTER(time_zone)
{
    return profile_zone_set(op, profile, value->items[0]);
}

SETTER(list_separator)
{
    if (value->items[0].n == 0)
        return op_fail(op, ST_INPUT, "list_separator: it is empty");
    profile->list_separator = value->items[0];
    return ST_OK;
}

static enum status kinds_set(struct op *op, struct profile *profile, const struct texts *pairs)
{
    struct profile_kind *kinds = arena_array(op->arena, struct profile_kind, pairs->count);

    for (size_t i = 0; i < pairs->count; i++) {
        struct bytes rest = pairs->items[i], theirs;

        if (!bytes_next_part(&rest, '=', &theirs) || !record_kind_find(bytes_trim(rest), &kinds[i].kind))
            return op_fail(op, ST_INPUT, "kinds: entry %zu is not \"theirs=kind\" with one of our kinds", i + 1);
        kinds[i].theirs = bytes_trim(theirs);
    }
    profile->kinds = kinds;
    profile->kind_count = pairs->count;
    return ST_OK;
}

SETTER(kind)
{
    struct bytes kind = value->items[0], pair = bytes_printf(op->arena, "*=%.*s", (int)kind.n, kind.p);

    return kinds_set(op, profile, &(struct texts){&pair, 1});
}

SETTER(kind_column)
{
    (void)op;
    profile->kind_column = value->items[0];
    return ST_OK;
}

SETTER(kinds)
{
    return kinds_set(op, profile, value);
}

SETTER(file_kinds)
{
    profile->kinds_of_files = true;
    return kinds_set(op, profile, value);
}

SETTER(others)
{
    profile->others_refused = bytes_is(value->items[0], "refuse");
    profile->others_dropped = bytes_is(value->items[0], "drop");
    if (!profile->others_refused && !profile->others_dropped && !bytes_is(value->items[0], "keep"))
        return op_fail(op, ST_INPUT, "others: it must be keep, refuse or drop");
    return ST_OK;
}

SETTER(only)
{
    (void)op;
    profile->only = *value;
    return ST_OK;
}

SETTER(allowed)
{
    (void)op;
    profile->allowed = *value;
    return ST_OK;
}

SETTER(quota_mib)
{
    int64_t mib;

    if (!parse_i64(value->items[0], &mib) || mib < 1 || mib > QUOTA_MOST_MIB)
        return op_fail(op, ST_INPUT, "quota_mib: it must be a number from 1 to %d", QUOTA_MOST_MIB);
    profile->quota_bytes = mib << 20;
    return ST_OK;
}

/* A grade for all: a field that has this value when nothing else is known. The fields have been read before. */
static enum status otherwise_set(struct op *op, struct profile *profile, const char *name, const struct texts *value)
{
    struct profile_field *fields = arena_array(op->arena, struct profile_field, profile->field_count + 1);
    bool found = false;

    for (size_t i = 0; i < profile->field_count; i++) {
        fields[i] = profile->fields[i];
        if (bytes_is(fields[i].name, name)) {
            found = true;
            fields[i].arguments[TRANSFORM_otherwise] = *value;
        }
    }
    fields[profile->field_count] = (struct profile_field){.name = bytes_of(name), .any_kind = true};
    fields[profile->field_count].arguments[TRANSFORM_constant] = *value;
    profile->fields = fields;
    profile->field_count += !found;
    return ST_OK;
}

SETTER(source_grade)
{
    return otherwise_set(op, profile, "source_grade", value);
}

SETTER(info_grade)
{
    return otherwise_set(op, profile, "info_grade", value);
}

SETTER(handling)
{
    return otherwise_set(op, profile, "handling", value);
}

SETTER(tlp)
{
    return otherwise_set(op, profile, "tlp", value);
}

/* ---- the fields ---- */

static bool is_field_name(struct bytes name, bool any_kind, enum record_kind kind)
{
    enum record_field field;

    for (int other = 0; other < RECORD_KIND_COUNT; other++)
        if ((any_kind || (int)kind == other) && record_field_find((enum record_kind)other, name, &field))
            return true;
    return false;
}

static enum status field_check(struct op *op, const struct profile_field *field, size_t number)
{
    const struct texts *unit = &field->arguments[TRANSFORM_unit], *part = &field->arguments[TRANSFORM_part];
    const struct texts *split = &field->arguments[TRANSFORM_split], *map = &field->arguments[TRANSFORM_map];
    uint64_t place;
    size_t at;

    if (!is_field_name(field->name, field->any_kind, field->kind))
        return op_fail(op, ST_INPUT, "field %zu: there is no such field", number);
    if (field->columns.count == 0 && field->arguments[TRANSFORM_constant].count == 0)
        return op_fail(op, ST_INPUT, "field %zu: it needs a column or a constant", number);
    if (field->columns.count > PROFILE_COLUMN_MOST)
        return op_fail(op, ST_INPUT, "field %zu: it has more than %d columns", number, PROFILE_COLUMN_MOST);
    if (unit->count > 0 && !bytes_is(unit->items[0], "minor") && !bytes_is(unit->items[0], "major"))
        return op_fail(op, ST_INPUT, "field %zu: unit must be minor or major", number);
    if (part->count > 0 && (!parse_u64(part->items[0], &place) || place == 0))
        return op_fail(op, ST_INPUT, "field %zu: part must be a number from 1", number);
    if (split->count > 0 && split->items[0].n == 0)
        return op_fail(op, ST_INPUT, "field %zu: split needs a text to cut at", number);
    for (size_t i = 0; i < map->count; i++)
        if (!bytes_find(map->items[i], '=', &at))
            return op_fail(op, ST_INPUT, "field %zu: entry %zu of map is not \"theirs=ours\"", number, i + 1);
    return ST_OK;
}

static enum status field_take(struct op *op, const struct field_file *file, size_t number, struct profile_field *ret)
{
    struct arena *arena = op->arena;

    ret->name = bytes_copy(arena, bytes_of(file->field));
    ret->any_kind = file->kind == NULL;
    if (file->kind != NULL && !record_kind_find(bytes_of(file->kind), &ret->kind))
        return op_fail(op, ST_INPUT, "field %zu: there is no such kind", number);
    ret->columns =
        file->column != NULL ? yaml_text_take(arena, file->column) : yaml_texts_take(arena, file->columns, file->columns_count);
    const struct texts arguments[] = {
#define TRANSFORM(name, argument, text) [TRANSFORM_##name] = TAKE_##argument(arena, file, name),
#include "core/transform.def"
#undef TRANSFORM
    };

    memcpy(ret->arguments, arguments, sizeof(arguments));
    return field_check(op, ret, number);
}

static enum status fields_take(struct op *op, const struct profile_file *file, struct profile *profile)
{
    struct profile_field *fields = arena_array(op->arena, struct profile_field, file->fields_count);
    enum status st = ST_OK;

    for (unsigned i = 0; i < file->fields_count && st == ST_OK; i++)
        st = field_take(op, &file->fields[i], i + 1, &fields[i]);
    profile->fields = fields;
    profile->field_count = file->fields_count;
    return st;
}

/* ---- the whole ---- */

static enum status keys_take(struct op *op, struct bytes text, const struct profile_file *file, struct profile *profile)
{
    static const struct {
        const char *key;
        enum status (*set)(struct op *op, struct profile *profile, const struct texts *value);
    } rows[] = {
#define PROFILE_KEY(name, argument, text) {#name, set_##name},
#include "core/profile_key.def"
#undef PROFILE_KEY
    };
    const struct texts values[] = {
#define PROFILE_KEY(name, argument, text) TAKE_##argument(op->arena, file, name),
#include "core/profile_key.def"
#undef PROFILE_KEY
    };
    struct op inner;

    op_init(&inner, op->arena, op->now_us, op->actor);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        enum status st = values[i].count == 0 ? ST_OK : rows[i].set(&inner, profile, &values[i]);

        if (st != ST_OK)
            return op_fail(op, st, "line %d: %s", yaml_key_line(op->arena, text, NULL, rows[i].key), inner.cause);
    }
    return ST_OK;
}

static enum status whole_check(struct op *op, const struct profile *profile)
{
    int ways = (profile->kind_column.n > 0) + profile->kinds_of_files;
    enum format format;

    if (profile->kind_count == 0 || ways > 1)
        return op_fail(op, ST_INPUT, "say the kind in one way: kind, or kind_column and kinds, or file_kinds");
    if (profile->kind_column.n == 0 && !profile->kinds_of_files && profile->kind_count > 1)
        return op_fail(op, ST_INPUT, "kinds goes with kind_column");
    if (profile->records_at.n > 0 && (!format_find(profile->format, &format) || !format_has_path(format)))
        return op_fail(op, ST_INPUT, "records_at goes with a format that is JSON or XML, which is to be said");
    if (profile->others_dropped && profile->format.n > 0 && format_find(profile->format, &format) && format_is_text(format))
        return op_fail(op, ST_INPUT,
                       "others: drop goes with formats whose records are taken out of the file before it is stored");
    return ST_OK;
}

struct messages {
    char text[ERROR_MOST];
    size_t n;
};

/* cyaml tells what is wrong, then line by line where. */
static void keep_messages(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    struct messages *messages = ctx;
    size_t room = sizeof(messages->text) - messages->n;

    if (level != CYAML_LOG_ERROR || room < 2)
        return;
    int n = vsnprintf(messages->text + messages->n, room, fmt, args);

    messages->n += n < 0 ? 0 : (size_t)n < room ? (size_t)n : room - 1;
    if (messages->n > 0 && messages->text[messages->n - 1] == '\n')
        messages->text[messages->n - 1] = ' ';
}

/* How the dates of a spreadsheet come out of it, besides those that are texts. */
static void sheet_dates_add(struct op *op, struct profile *profile)
{
    size_t count = profile->date_formats.count;
    struct bytes *formats = arena_array(op->arena, struct bytes, count + 2);

    for (size_t i = 0; i < count; i++)
        formats[i] = profile->date_formats.items[i];
    formats[count] = BYTES("yyyy-MM-ddTHH:mm:ss");
    formats[count + 1] = BYTES("yyyy-MM-dd");
    profile->date_formats = (struct texts){formats, count + 2};
}

static enum status file_take(struct op *op, struct bytes text, const struct profile_file *file, struct profile *profile)
{
    enum status st = fields_take(op, file, profile);

    if (st == ST_OK)
        st = keys_take(op, text, file, profile);
    if (st == ST_OK)
        st = profile_collect_take(op, text, file->collect, profile);
    if (st == ST_OK && bytes_is(profile->format, "xlsx"))
        sheet_dates_add(op, profile);
    return st == ST_OK ? whole_check(op, profile) : st;
}

enum status profile_parse(struct op *op, const char *where, struct bytes text, struct profile *ret)
{
    struct messages messages = {.n = 0};
    cyaml_config_t cyaml = {.log_fn = keep_messages,
                            .log_ctx = &messages,
                            .mem_fn = cyaml_mem,
                            .log_level = CYAML_LOG_ERROR,
                            .flags = CYAML_CFG_NO_ALIAS};
    struct profile profile = {.list_separator = BYTES("|")};
    struct profile_file *file = NULL;
    struct op inner;
    cyaml_err_t error = cyaml_load_data((const uint8_t *)text.p, text.n, &cyaml, &profile_schema, (cyaml_data_t **)&file, NULL);

    int line = yaml_unexpected_key_line(op->arena, text, messages.text);

    if (line > 0)
        return op_fail(op, ST_INPUT, "profile %s: line %d: there is no such key; see efc partner check --help", where, line);
    if (error != CYAML_OK || file == NULL)
        return op_fail(op, ST_INPUT, "profile %s: %s: %s", where, cyaml_strerror(error), messages.text);
    op_init(&inner, op->arena, op->now_us, op->actor);
    enum status st = file_take(&inner, text, file, &profile);

    cyaml_free(&cyaml, &profile_schema, file, 0);
    if (st == ST_OK)
        *ret = profile;
    else
        profile_done(&profile);
    return st == ST_OK ? ST_OK : op_fail(op, st, "profile %s: %s", where, inner.cause);
}

enum status profile_load(struct op *op, const char *path, struct profile *ret, struct bytes *ret_text)
{
    enum status st = file_read(op, path, PROFILE_FILE_MOST, ret_text);

    return st == ST_OK ? profile_parse(op, path, *ret_text, ret) : st;
}

enum status profile_text_of_partner(struct op *op, const char *folder, struct bytes partner, const char **ret_path,
                                    struct bytes *ret_text)
{
    const char *path = arena_printf(op->arena, "%s/partners/%.*s.conf", folder, (int)partner.n, partner.p);

    *ret_path = path;
    *ret_text = BYTES_NONE;
    return folder[0] != '\0' && file_exists(path) ? file_read(op, path, PROFILE_FILE_MOST, ret_text) : ST_OK;
}

enum status profile_of_partner(struct op *op, const char *folder, struct bytes partner, struct profile *ret,
                               struct bytes *ret_text)
{
    const char *path;
    enum status st = profile_text_of_partner(op, folder, partner, &path, ret_text);

    return st == ST_OK && ret_text->p != NULL ? profile_parse(op, path, *ret_text, ret) : st;
}

struct decoder *profile_decoder(const struct profile *profile, struct arena *arena, enum format format)
{
    struct decoder *decoder = decoder_new(arena, format);

    if (profile != NULL)
        decoder_shape_set(
            decoder, &(struct decoder_shape){.delimiter = profile->delimiter, .nested = true, .records_at = profile->records_at});
    return decoder;
}
