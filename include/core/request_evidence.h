/*
 * request_evidence.h: whether a link is enough to ask a partner to close an endpoint. Which rules are weak: request_weak_rule.def; two hops are, too.
 */
#ifndef CORE_REQUEST_EVIDENCE_H
#define CORE_REQUEST_EVIDENCE_H

#include "core/match.h"

/* `rules`: one bit for each rule that was counted. */
bool request_evidence_suffices(uint64_t rules);

#endif
