-- The first problems of a submission, in the order of the lines.
-- rows: many
-- $1 uuid  $2 bigint  after this number  $3 bigint  at most
SELECT problem_number, line, source_ref, field, code, severity FROM problem
 WHERE submission_id = $1::uuid AND problem_number > $2::bigint ORDER BY problem_number LIMIT $3::bigint
