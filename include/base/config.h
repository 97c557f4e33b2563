/*
 * config.h: the settings, from their table (config.def), a file and the environment.
 *
 * Shape   the file is YAML with one `name: value` a line; in the environment a setting is EFC_<NAME> in capitals.
 * Memory  in op->arena of the one who loads; it lives as long as the process.
 * Errors  ST_USAGE for an unknown name, a value of the wrong type or out of range; the text names file and setting.
 */
#ifndef BASE_CONFIG_H
#define BASE_CONFIG_H

#include "base/buf.h"
#include "base/op.h"

enum config_name {
#define CONFIG(name, type, value, unit, least, most, text) CONFIG_##name,
#include "base/config.def"
#undef CONFIG
    CONFIG_COUNT
};

struct config {
    struct bytes text[CONFIG_COUNT];
    int64_t number[CONFIG_COUNT];
};

/* Defaults, then the file (NULL: none), then the environment. */
MUST_CHECK enum status config_load(struct op *op, const char *path, struct config *ret);
/* Sets one value; `where` names its origin in an error. */
MUST_CHECK enum status config_set(struct op *op, struct config *config, enum config_name name, struct bytes value,
                                  const char *where);
const char *config_name_text(enum config_name name);
const char *config_text(const struct config *config, enum config_name name); /* "" when not set */
int64_t config_number(const struct config *config, enum config_name name);
/* The commented example file: each setting with its meaning and default. */
void config_print_example(struct buf *out);

#endif
