-- Waits for the end of the transaction of this number (record/turn_begin); the lock is given back, for that session's next one has it again.
-- rows: one
-- $1 bigint
SELECT pg_advisory_lock_shared(7134, $1::int), pg_advisory_unlock_shared(7134, $1::int)
