-- Traits are being derived again from the records: nobody adds to them until this transaction is over.
-- rows: one
SELECT pg_advisory_xact_lock(7134001)
