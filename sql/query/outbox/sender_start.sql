-- Takes the lock by which the others see that this sender lives; false when the number is taken.
-- rows: one
-- $1 bigint  the sender's number
SELECT pg_try_advisory_lock($1::bigint)
