/*
 * entity_argument.h: an endpoint, a site or a kind of trait named on the command line.
 */
#ifndef CLI_ENTITY_ARGUMENT_H
#define CLI_ENTITY_ARGUMENT_H

#include "cli/cli.h"
#include "core/trait.h"

/* payto://…, or any form that FORMATS allows for payment_endpoints; ST_USAGE with the reason when it is none. */
MUST_CHECK enum status endpoint_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret);
/* A host name or a URL; ST_USAGE with the reason when it is none. */
MUST_CHECK enum status site_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret);
/* "email", "phone", ... as trait_kind.def has them; ST_USAGE when there is no such kind. */
MUST_CHECK enum status trait_kind_argument(struct op *op, const char *text, enum trait_kind *ret);

/* A programme by the id that efc programme list prints, which need not be there; or that of an endpoint or a site, ST_NOTFOUND when it is in
 * none. */
MUST_CHECK enum status programme_argument(struct op *op, struct cli *cli, const char *text, struct uuid *ret);

#endif
