-- Checkpoints of an empty log, and those of a longer log than there is.
-- rows: many
-- $1 bigint  leaves in the log
SELECT size, root, note FROM audit_checkpoint WHERE size = 0 OR size > $1::bigint ORDER BY size LIMIT 100
