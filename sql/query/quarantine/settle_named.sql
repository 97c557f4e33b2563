-- Lines of a submission, and of those that correct it, leave quarantine by the partner's id.
-- rows: none
-- $1 uuid  the submission  $2 text[]  ids  $3 timestamptz  when  $4 uuid  by which submission
UPDATE quarantine SET settled_at = $3::timestamptz, settled_by = $4::uuid, settlement = 'corrected'
 WHERE settled_at IS NULL AND source_ref = ANY ($2::text[])
   AND submission_id IN (SELECT $1::uuid UNION ALL SELECT submission_id FROM submission WHERE corrects = $1::uuid)
