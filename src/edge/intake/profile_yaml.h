/*
 * profile_yaml.h: the YAML below a profile: what cyaml fills from the rows of a table of keys, and in which line a key stands.
 *
 * Memory  texts are copied into the arena; cyaml's own memory is given back once they are.
 */
#ifndef EDGE_INTAKE_PROFILE_YAML_H
#define EDGE_INTAKE_PROFILE_YAML_H

#include <cyaml/cyaml.h>

#include "core/profile.h"

/* ---- members, keys and values of a row whose value is a TEXT, or a list: TEXTS ---- */
#define MEMBER_TEXT(name) char *name;
#define MEMBER_TEXTS(name)                                                                                                       \
    char **name;                                                                                                                 \
    unsigned name##_count;

#define OPTIONAL_POINTER (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)
#define KEY_TEXT(in, name) CYAML_FIELD_STRING_PTR(#name, OPTIONAL_POINTER, struct in, name, 0, CYAML_UNLIMITED),
#define KEY_TEXTS(in, name)                                                                                                      \
    CYAML_FIELD_SEQUENCE(#name, OPTIONAL_POINTER, struct in, name, &yaml_text_schema, 0, PROFILE_FIELD_MOST),

#define TAKE_TEXT(arena, file, name) yaml_text_take(arena, (file)->name)
#define TAKE_TEXTS(arena, file, name) yaml_texts_take(arena, (file)->name, (file)->name##_count)

static const cyaml_schema_value_t yaml_text_schema = {CYAML_VALUE_STRING(CYAML_FLAG_POINTER, char, 0, CYAML_UNLIMITED)};

struct texts yaml_text_take(struct arena *arena, const char *text);
struct texts yaml_texts_take(struct arena *arena, char *const *list, unsigned count);

/* The line on which `key` stands, below the top-level key `section` (NULL: at the top itself); 0: nowhere. */
int yaml_key_line(struct arena *arena, struct bytes text, const char *section, const char *key);
/* The line of the key that cyaml's message calls unexpected: its own is that of what stands before the key. 0: the message is about
 * something else. */
int yaml_unexpected_key_line(struct arena *arena, struct bytes text, const char *message);

#endif
