-- Takes one submission for this session: no other process decodes it until the session ends or unlocks it.
-- rows: one
-- $1 bigint  the first 8 bytes of its id
SELECT pg_advisory_lock($1::bigint)
