-- Another session may wait for the end of this transaction (record/turn_wait); says by which number.
-- rows: one
SELECT pg_advisory_xact_lock(7134, pg_backend_pid()), pg_backend_pid()
