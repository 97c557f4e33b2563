-- The submissions that were sent to correct one.
-- rows: many
-- $1 uuid
SELECT corrected_by FROM submission_correction WHERE submission_id = $1::uuid ORDER BY created_at, corrected_by
