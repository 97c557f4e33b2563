-- The head of the log, also when it is not the one row it should be.
-- rows: many
SELECT size, frontier FROM audit_head
