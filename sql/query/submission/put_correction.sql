-- Notes that a submission was sent to correct another.
-- rows: none
-- $1 uuid  the corrected one  $2 uuid  the new one  $3 timestamptz
INSERT INTO submission_correction (submission_id, corrected_by, created_at) VALUES ($1::uuid, $2::uuid, $3::timestamptz)
ON CONFLICT (submission_id, corrected_by) DO NOTHING
