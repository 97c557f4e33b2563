/*
 * profile_collect.h: the part of a profile that says where its data are fetched from.
 *
 * Errors  ST_INPUT names the line, the key and what is wrong.
 */
#ifndef EDGE_INTAKE_PROFILE_COLLECT_H
#define EDGE_INTAKE_PROFILE_COLLECT_H

#include "profile_yaml.h"

struct collect_file {
#define COLLECT_KEY(name, argument, text) MEMBER_##argument(name)
#include "core/collect_key.def"
#undef COLLECT_KEY
};

extern const cyaml_schema_field_t collect_keys[];

/* `text`: the whole profile, for the lines. */
MUST_CHECK enum status profile_collect_take(struct op *op, struct bytes text, const struct collect_file *file,
                                            struct profile *profile);

#endif
