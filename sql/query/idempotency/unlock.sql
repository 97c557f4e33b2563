-- Gives up what idempotency/lock took.
-- rows: one
-- $1 int  hash of partner and key
SELECT pg_advisory_unlock(7134002, $1::int)
