-- efc_review proposes, approves, holds; it queues, it does not send.
GRANT SELECT, INSERT ON request, request_approval, request_event, hold, outbox TO efc_review;
GRANT USAGE ON SEQUENCE request_request_id_seq TO efc_review; -- the number stands in the message
GRANT UPDATE (state, events, le_due_at, acknowledge_due_at, outcome_due_at, partner_reference, closed_at) ON request TO efc_review;
GRANT UPDATE (effective_at, released_at, released_by) ON hold TO efc_review;
GRANT UPDATE (state, not_before, attempts, claimed_by, lease_until, failure) ON outbox TO efc_review;
GRANT SELECT ON delivery_attempt TO efc_review;
GRANT UPDATE (ended_at, outcome, http_status, why) ON delivery_attempt TO efc_review; -- of senders that died
GRANT SELECT, INSERT ON delivery_lane TO efc_review;

-- efc_deliver sends: it reads what leaves and who must not get anything, neither evidence nor reasons of holds.
GRANT SELECT (request_id, endpoint_id, endpoint, partner_id, state, events, message, le_due_at, acknowledge_due_at, outcome_due_at,
              partner_reference, closed_at, proposed_at) ON request TO efc_deliver;
GRANT UPDATE (state, events, le_due_at, acknowledge_due_at, outcome_due_at, partner_reference, closed_at) ON request TO efc_deliver;
GRANT INSERT ON request_event TO efc_deliver;
GRANT SELECT ON request_approval TO efc_deliver;
GRANT SELECT (hold_id, endpoint_id, until_at, released_at) ON hold TO efc_deliver;
GRANT SELECT, INSERT ON outbox, delivery_attempt, delivery_lane TO efc_deliver;
GRANT UPDATE (state, not_before, attempts, claimed_by, lease_until, failure) ON outbox TO efc_deliver;
GRANT UPDATE (ended_at, outcome, http_status, why) ON delivery_attempt TO efc_deliver;
GRANT UPDATE (claimed_at, not_before, failures) ON delivery_lane TO efc_deliver;

-- efc_audit reads what leaves of the log speak of.
GRANT SELECT ON request, request_event, request_approval, hold, outbox, delivery_attempt TO efc_audit;
