-- Which of the lines of a submission have been in quarantine at any time.
-- rows: many
-- $1 uuid  $2 bigint[]  lines
SELECT line FROM quarantine WHERE submission_id = $1::uuid AND line = ANY ($2::bigint[])
