/*
 * sieve.h: what a profile lets through of a file whose records are taken out of it before anything is stored.
 */
#ifndef EDGE_INTAKE_SIEVE_H
#define EDGE_INTAKE_SIEVE_H

#include "core/profile.h"
#include "format/xlsx.h"
#include "format/xml.h"

/* `profile` may be NULL: nobody says anything. It lives as long as the rules. */
MUST_CHECK enum status sieve_rules(struct op *op, const struct profile *profile, enum format format, struct xml_rules *ret);

/* The same for a table. */
MUST_CHECK enum status sieve_table_rules(struct op *op, const struct profile *profile, enum format format,
                                         struct xlsx_rules *ret);

/* Which fields of a record are stored of JSON, asked with the profile and their paths; NULL: all. */
typedef bool sieve_field_fn(const void *profile, struct bytes path);
sieve_field_fn *sieve_fields(const struct profile *profile);

#endif
