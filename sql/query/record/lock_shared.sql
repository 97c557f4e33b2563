-- Traits are being added to: whoever derives an entity's traits again waits until this transaction is over.
-- rows: one
SELECT pg_advisory_xact_lock_shared(7134001)
