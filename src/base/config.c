#include "base/config.h"

#include <cyaml/cyaml.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

enum config_type { TYPE_text, TYPE_number };

struct config_row {
    const char *name;
    enum config_type type;
    const char *value;
    const char *unit;
    int64_t least;
    int64_t most;
    const char *text;
};

static const struct config_row rows[CONFIG_COUNT] = {
#define CONFIG(name, type, value, unit, least, most, text) [CONFIG_##name] = {#name, TYPE_##type, value, unit, least, most, text},
#include "base/config.def"
#undef CONFIG
};

/* What cyaml fills: one optional text for each setting. */
struct config_file {
#define CONFIG(name, type, value, unit, least, most, text) char *name;
#include "base/config.def"
#undef CONFIG
};

static const cyaml_schema_field_t fields[] = {
#define CONFIG(name, type, value, unit, least, most, text)                                                                       \
    CYAML_FIELD_STRING_PTR(#name, CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct config_file, name, 0, CYAML_UNLIMITED),
#include "base/config.def"
#undef CONFIG
    CYAML_FIELD_END};

static const cyaml_schema_value_t schema = {CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct config_file, fields)};

const char *config_name_text(enum config_name name)
{
    return rows[name].name;
}

const char *config_text(const struct config *config, enum config_name name)
{
    return config->text[name].p;
}

int64_t config_number(const struct config *config, enum config_name name)
{
    return config->number[name];
}

enum status config_set(struct op *op, struct config *config, enum config_name name, struct bytes value, const char *where)
{
    const struct config_row *row = &rows[name];
    int64_t number = 0;

    if (row->type == TYPE_number && (!parse_i64(value, &number) || number < row->least || number > row->most))
        return op_fail(op, ST_USAGE, "%s: %s must be a number from %" PRId64 " to %" PRId64 " (%s)", where, row->name, row->least,
                       row->most, row->unit);
    config->text[name] = bytes_copy(op->arena, value);
    config->number[name] = number;
    return ST_OK;
}

/* cyaml reports line by line; the last error line says what and where. */
static void keep_error(cyaml_log_t level, void *ctx, const char *fmt, va_list args)
{
    char *line = ctx;

    if (level == CYAML_LOG_ERROR && line[0] == '\0')
        vsnprintf(line, 200, fmt, args);
    line[strcspn(line, "\n")] = '\0';
}

static enum status take_file_values(struct op *op, struct config *config, const struct config_file *file, const char *path)
{
    const char *const values[CONFIG_COUNT] = {
#define CONFIG(name, type, value, unit, least, most, text) [CONFIG_##name] = file->name,
#include "base/config.def"
#undef CONFIG
    };

    for (int i = 0; i < CONFIG_COUNT; i++) {
        enum status st = values[i] == NULL ? ST_OK : config_set(op, config, (enum config_name)i, bytes_of(values[i]), path);

        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

static enum status load_file(struct op *op, const char *path, struct config *config)
{
    char line[200] = "";
    cyaml_config_t cyaml = {.log_fn = keep_error, .log_ctx = line, .mem_fn = cyaml_mem, .log_level = CYAML_LOG_ERROR};
    struct config_file *file = NULL;
    cyaml_err_t error = cyaml_load_file(path, &cyaml, &schema, (cyaml_data_t **)&file, NULL);
    enum status st;

    if (error != CYAML_OK)
        return op_fail(op, ST_USAGE, "configuration %s: %s%s%s", path, cyaml_strerror(error), line[0] ? ": " : "", line);
    st = file == NULL ? ST_OK : take_file_values(op, config, file, path);
    cyaml_free(&cyaml, &schema, file, 0);
    return st;
}

static enum status load_environment(struct op *op, struct config *config)
{
    for (int i = 0; i < CONFIG_COUNT; i++) {
        struct bytes name = bytes_upper(op->arena, bytes_printf(op->arena, "EFC_%s", rows[i].name));
        const char *value = getenv(name.p);
        enum status st = value == NULL ? ST_OK : config_set(op, config, (enum config_name)i, bytes_of(value), "environment");

        if (st != ST_OK)
            return st;
    }
    return ST_OK;
}

enum status config_load(struct op *op, const char *path, struct config *ret)
{
    struct config config = {0};
    enum status st = ST_OK;

    for (int i = 0; i < CONFIG_COUNT && st == ST_OK; i++)
        st = config_set(op, &config, (enum config_name)i, bytes_of(rows[i].value), "default");
    if (st == ST_OK && path != NULL)
        st = load_file(op, path, &config);
    if (st == ST_OK)
        st = load_environment(op, &config);
    if (st == ST_OK)
        *ret = config;
    return st;
}

void config_print_example(struct buf *out)
{
    buf_puts(out, "# Settings of efc. A line that starts with # shows the default.\n"
                  "# Each may also be set in the environment, as EFC_ and the name in capitals.\n");
    for (int i = 0; i < CONFIG_COUNT; i++) {
        const struct config_row *row = &rows[i];

        buf_printf(out, "\n# %s", row->text);
        if (row->type == TYPE_number)
            buf_printf(out, " (%s, %" PRId64 " to %" PRId64 ")", row->unit, row->least, row->most);
        buf_printf(out, "\n#%s: %s\n", row->name, row->value[0] == '\0' ? "\"\"" : row->value);
    }
}
