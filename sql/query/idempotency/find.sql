-- What was answered under a key.
-- rows: opt
-- $1 text  partner  $2 text  key
SELECT fingerprint, submission_id, status FROM idempotency_key WHERE partner_id = $1::text AND key = $2::text
