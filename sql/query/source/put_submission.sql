-- A submission came from a source.
-- rows: none
-- $1 text  source  $2 uuid  $3 timestamptz
INSERT INTO source_submission (source_id, submission_id, stored_at) VALUES ($1::text, $2::uuid, $3::timestamptz)
ON CONFLICT (source_id, submission_id) DO NOTHING
