-- The delivery that is about to begin.
-- rows: none
-- $1 bigint  outbox  $2 bigint  number  $3 bigint  sender  $4 timestamptz  now
INSERT INTO delivery_attempt (outbox_id, attempt_number, sender, started_at)
VALUES ($1::bigint, $2::bigint, $3::bigint, $4::timestamptz)
