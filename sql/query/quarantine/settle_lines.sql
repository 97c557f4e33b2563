-- Lines of a submission leave quarantine. No join: it would be planned by what is known of the table, which may be nothing yet.
-- rows: none
-- $1 uuid  the submission  $2 bigint[]  lines  $3 text[]  how each leaves  $4 timestamptz  when  $5 uuid  by which submission
UPDATE quarantine
   SET settled_at = $4::timestamptz, settled_by = $5::uuid, settlement = ($3::text[])[array_position($2::bigint[], line)]
 WHERE submission_id = $1::uuid AND line = ANY ($2::bigint[]) AND settlement IS NULL
