/*
 * profile_file.h: a partner profile from its file (config/partners/, or partners/<id>.conf below data_dir).
 *
 * Shape   YAML; the keys are the rows of profile_key.def, those of a field `field`, `kind`, `column`, `columns` and the rows of
 *         transform.def.
 * Memory  in op->arena; profile_done() gives back what is not.
 * Errors  ST_INPUT names the file, the line or the field, and what is wrong: an unknown key, field, kind, format or zone.
 */
#ifndef EDGE_PROFILE_FILE_H
#define EDGE_PROFILE_FILE_H

#include "core/profile.h"
#include "format/format.h"

#define PROFILE_FILE_MOST ((size_t)256 * 1024)

/* `where` names the text in errors. */
MUST_CHECK enum status profile_parse(struct op *op, const char *where, struct bytes text, struct profile *ret);
/* *ret_text: the file, which is kept with what was mapped by it. */
MUST_CHECK enum status profile_load(struct op *op, const char *path, struct profile *ret, struct bytes *ret_text);

/* The partner's own, partners/<partner>.conf below the folder; *ret_text BYTES_NONE when it has none. */
MUST_CHECK enum status profile_of_partner(struct op *op, const char *folder, struct bytes partner, struct profile *ret,
                                          struct bytes *ret_text);

/* Its text alone, p NULL when it has none, and the file's name for errors. */
MUST_CHECK enum status profile_text_of_partner(struct op *op, const char *folder, struct bytes partner, const char **ret_path,
                                               struct bytes *ret_text);

/* The text of the profile that goes with a format when the partner has none: config/partners/<format>.conf; BYTES_NONE when the format
 * needs none. */
struct bytes profile_text_of_format(struct arena *arena, enum format format, enum record_kind kind);

/* How the profile's files are decoded; NULL: as they are without one. */
struct decoder *profile_decoder(const struct profile *profile, struct arena *arena, enum format format);

#endif
