/*
 * currency.h: currencies by their ISO 4217 code. The rows stand in currency.def.
 */
#ifndef CORE_CURRENCY_H
#define CORE_CURRENCY_H

#include "base/bytes.h"

/* Digits behind the decimal point; false when there is no such currency. The code is three capitals. */
bool currency_digits(struct bytes code, unsigned *ret);

#endif
