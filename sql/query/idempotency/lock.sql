-- Takes a key for this session, unless another session has it.
-- rows: one
-- $1 int  hash of partner and key
SELECT pg_try_advisory_lock(7134002, $1::int)
