/*
 * mcc.h: merchant category codes.
 *
 * Shape   4 digits; a leading zero that a spreadsheet ate is put back
 * Errors  structure, too_short, too_long; doubt unknown_code: schemes add codes faster than lists follow
 * Source  ISO 18245:2023; names: config/ident/mcc.csv
 */
#ifndef CORE_IDENT_MCC_H
#define CORE_IDENT_MCC_H

#include "core/ident/data.h"

/* A line "code,name" or "first-last,name". */
enum reason mcc_read(struct ident_data *data, struct bytes line, int argument);

#endif
