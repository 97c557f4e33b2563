-- Takes a source for this session, unless another session has it.
-- rows: one
-- $1 int  hash of its name
SELECT pg_try_advisory_lock(7134003, $1::int)
