-- How the delivery that was in flight ended; no row when someone else has settled it.
-- rows: opt
-- $1 bigint  outbox  $2 timestamptz  now  $3 text  outcome  $4 bigint  HTTP status, NULL: none  $5 text  why
UPDATE delivery_attempt SET ended_at = $2::timestamptz, outcome = $3::text, http_status = $4::bigint, why = $5::text
 WHERE outbox_id = $1::bigint AND outcome IS NULL
RETURNING attempt_number
