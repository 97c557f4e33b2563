-- The next lines of a submission that are in quarantine.
-- rows: many
-- $1 uuid  $2 text  code, NULL: all  $3 bigint  behind this line  $4 bigint  at most
SELECT line FROM quarantine
 WHERE submission_id = $1::uuid AND settlement IS NULL AND ($2::text IS NULL OR code = $2::text) AND line > $3::bigint
 ORDER BY line LIMIT $4::bigint
