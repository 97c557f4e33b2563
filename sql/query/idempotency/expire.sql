-- Forgets keys that were used before a time.
-- rows: none
-- $1 timestamptz
DELETE FROM idempotency_key WHERE created_at < $1::timestamptz
