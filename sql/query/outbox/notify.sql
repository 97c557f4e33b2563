-- Wakes the senders when the transaction is committed.
-- rows: one
SELECT pg_notify('outbox', '')
