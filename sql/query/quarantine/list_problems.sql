-- What is wrong with one line.
-- rows: many
-- $1 uuid  the submission that tried it last  $2 bigint  line
SELECT field, code, severity, fix_value, fix_kind, fix_count FROM problem
 WHERE submission_id = $1::uuid AND line = $2::bigint ORDER BY problem_number
