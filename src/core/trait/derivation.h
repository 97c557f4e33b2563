/*
 * derivation.h: the traits of one side (endpoint or site) of one record, while they are put together.
 *
 * trait.c walks over the fields of the record; the functions of trait_source.def, one file a family, say what their values become.
 */
#ifndef CORE_TRAIT_DERIVATION_H
#define CORE_TRAIT_DERIVATION_H

#include "core/trait.h"

struct derivation {
    const struct ident_data *data;
    struct arena *arena;
    const struct record *record;
    const struct entity *own;
    struct ident_context context;
    struct trait_list list;
    size_t room;
    int64_t first_us; /* when what the record says held */
    int64_t last_us;
};

struct derivation derivation_make(const struct ident_data *data, struct arena *arena, const struct record *record,
                                  const struct entity *own);

/* The first value of a field, NULL when there is none. */
const struct value *derivation_first(const struct record *record, enum record_field field);

/* Nothing for an empty value, or for a trait that is there already. */
void derivation_put(struct derivation *d, enum trait_kind kind, enum record_role role, struct bytes value);

/* ---- what a value of a record becomes ---- */

typedef void source_fn(struct derivation *d, enum record_role role, const struct value *value);

#define SOURCE(value, function) source_fn function;
#define KEPT(value)
#include "core/trait/trait_source.def"
#undef SOURCE
#undef KEPT

/* ---- what values have in common ---- */

void trait_put_name(struct derivation *d, enum record_role role, struct bytes name);
void trait_put_site_names(struct derivation *d); /* of the derivation's own site */
void trait_put_paid(struct derivation *d);       /* of a test purchase, when its other traits are there */
void trait_put_url_text(struct derivation *d, enum record_role role, struct bytes canonical_url);
void trait_put_site(struct derivation *d, enum record_role role, struct bytes canonical_site);
void trait_put_site_of_host(struct derivation *d, enum record_role role, struct bytes host);
void trait_put_email_text(struct derivation *d, enum record_role role, struct bytes canonical_email);
void trait_put_endpoint_name(struct derivation *d, enum record_role role, struct bytes canonical_endpoint);
void trait_put_page_account(struct derivation *d, enum record_role role,
                            struct bytes canonical_url);                                        /* that is paid on the page */
void trait_put_payable(struct derivation *d, enum record_role role, const struct ident *ident); /* money can be sent to it */

#endif
