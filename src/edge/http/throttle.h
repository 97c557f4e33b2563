/*
 * throttle.h: how often an address may fail to authenticate.
 *
 * Each address has a bucket of as many attempts as it may fail in a minute; a failure takes one out, time puts them back. Addresses
 * share a table of fixed size by their hash, so that no number of addresses takes more memory; two that meet in it share a bucket.
 * Units   microseconds of monotonic time.
 */
#ifndef EDGE_HTTP_THROTTLE_H
#define EDGE_HTTP_THROTTLE_H

#include "base/bytes.h"

struct throttle;

struct throttle *throttle_new(int64_t failures_per_minute);
void throttle_free(struct throttle **throttle);

bool throttle_may_try(struct throttle *throttle, struct bytes address, int64_t now_us);
void throttle_failed(struct throttle *throttle, struct bytes address, int64_t now_us);

#endif
