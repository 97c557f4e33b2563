-- Gives up what source/lock took.
-- rows: one
-- $1 int  hash of its name
SELECT pg_advisory_unlock(7134003, $1::int)
