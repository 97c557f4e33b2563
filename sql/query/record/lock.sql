-- All traits are being derived again from the records: nobody writes records or traits until this transaction is over.
-- rows: one
SELECT pg_advisory_xact_lock(7134001)
