-- The submission is done; this is its receipt.
-- rows: none
-- $1 uuid  $2 json
UPDATE submission SET state = 'done', receipt = $2::json WHERE submission_id = $1::uuid
