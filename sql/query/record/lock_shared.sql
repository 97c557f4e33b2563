-- Records or traits are being written: whoever derives all of them again waits until this transaction is over.
-- rows: one
SELECT pg_advisory_xact_lock_shared(7134001)
