/*
 * instant.h: moments in time, as microseconds since 1970-01-01T00:00:00Z.
 *
 * Shape   RFC 3339 with an offset ("2026-03-01T12:00:00Z", "+01:00"); 't' and a space are taken for 'T'; a date alone is a day.
 * Units   microseconds; digits past the sixth decimal are cut. A leap second :60 counts as the following second.
 * Errors  false, *ret untouched.
 * Source  RFC 3339
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include "base/bytes.h"

#define INSTANT_SECOND INT64_C(1000000)
#define INSTANT_MINUTE (60 * INSTANT_SECOND)
#define INSTANT_HOUR (60 * INSTANT_MINUTE)
#define INSTANT_DAY (24 * INSTANT_HOUR)

bool instant_parse(struct bytes text, int64_t *ret_us);
bool date_parse(struct bytes text, int64_t *ret_us);         /* "2026-03-01", midnight UTC */
struct bytes instant_print(struct arena *arena, int64_t us); /* "2026-03-01T12:00:00Z", decimals only when there are any */
struct bytes date_print(struct arena *arena, int64_t us);

#endif
