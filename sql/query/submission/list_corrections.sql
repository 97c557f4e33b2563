-- The submissions that were sent to correct one.
-- rows: many
-- $1 uuid
SELECT submission_id FROM submission WHERE corrects = $1::uuid ORDER BY received_at, submission_id
