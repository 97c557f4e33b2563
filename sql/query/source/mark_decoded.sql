-- A submission that came from sources is decoded.
-- rows: none
-- $1 uuid  $2 timestamptz
UPDATE source_submission SET decoded_at = $2::timestamptz WHERE submission_id = $1::uuid AND decoded_at IS NULL
