-- Which of the partner's ids stand in quarantine, in a submission or in those that correct it.
-- rows: many
-- $1 uuid  the submission  $2 text[]  ids
SELECT DISTINCT source_ref FROM quarantine
 WHERE settled_at IS NULL AND source_ref = ANY ($2::text[])
   AND submission_id IN (SELECT $1::uuid UNION ALL SELECT submission_id FROM submission WHERE corrects = $1::uuid)
