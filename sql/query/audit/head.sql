-- How long the log is, without its lock.
-- rows: one
SELECT size, frontier FROM audit_head
