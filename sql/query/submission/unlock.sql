-- Gives up what submission/lock took.
-- rows: one
-- $1 bigint  the first 8 bytes of its id
SELECT pg_advisory_unlock($1::bigint)
