-- Remembers what was answered under a key.
-- rows: none
-- $1 text  partner  $2 text  key  $3 bytea  fingerprint of the request  $4 uuid  submission  $5 int  status  $6 timestamptz
INSERT INTO idempotency_key (partner_id, key, fingerprint, submission_id, status, created_at)
VALUES ($1::text, $2::text, $3::bytea, $4::uuid, $5::int, $6::timestamptz)
