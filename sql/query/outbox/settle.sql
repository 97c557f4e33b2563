-- The state after a delivery.
-- rows: none
-- $1 bigint  outbox  $2 text  state  $3 timestamptz  not before  $4 text  failure
UPDATE outbox SET state = $2::text, not_before = $3::timestamptz, failure = $4::text, claimed_by = NULL, lease_until = NULL
 WHERE outbox_id = $1::bigint
