-- The head of the log, kept from all others until the end of the transaction.
-- rows: one
SELECT size, frontier FROM audit_head FOR UPDATE
