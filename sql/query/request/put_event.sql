-- Adds a row to the ledger.
-- rows: none
-- $1 bigint  request  $2 bigint  number  $3 timestamptz  now  $4 text  actor  $5 text  from  $6 text  to  $7 text  reason
INSERT INTO request_event (request_id, event_number, at, actor, from_state, to_state, reason)
VALUES ($1::bigint, $2::bigint, $3::timestamptz, $4::text, $5::text, $6::text, $7::text)
