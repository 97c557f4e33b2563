/*
 * local_time.h: dates and times as people write them, to RFC 3339.
 */
#ifndef CORE_PROFILE_LOCAL_TIME_H
#define CORE_PROFILE_LOCAL_TIME_H

#include "core/profile.h"

/* "01.03.2026 13:00" to "2026-03-01T12:00:00Z"; `day`: to "2026-03-01". false when no format fits. */
bool local_time_read(const struct profile *profile, struct arena *arena, struct bytes text, bool day, struct bytes *ret);

#endif
