/*
 * entity_argument.h: an endpoint named on the command line.
 */
#ifndef CLI_ENTITY_ARGUMENT_H
#define CLI_ENTITY_ARGUMENT_H

#include "cli/cli.h"
#include "core/record.h"

/* payto://…, or any form that FORMATS allows for payment_endpoints; ST_USAGE with the reason when it is none. */
MUST_CHECK enum status endpoint_argument(struct op *op, struct cli *cli, const char *text, struct entity *ret);

#endif
