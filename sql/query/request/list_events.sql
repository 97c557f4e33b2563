-- The ledger of one request.
-- rows: many
-- $1 bigint  id
SELECT event_number, at, actor, from_state, to_state, reason FROM request_event WHERE request_id = $1::bigint ORDER BY event_number
