-- Places a hold.
-- rows: one
-- $1 uuid  endpoint  $2 text  its name  $3 text  authority  $4 text  reason  $5 timestamptz  until  $6 timestamptz  now  $7 text  actor
INSERT INTO hold (endpoint_id, endpoint, authority, reason, until_at, placed_at, placed_by)
VALUES ($1::uuid, $2::text, $3::text, $4::text, $5::timestamptz, $6::timestamptz, $7::text)
RETURNING hold_id
