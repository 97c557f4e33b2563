-- The first problems of a submission, in the order of their numbers, and whether the line is still in quarantine.
-- rows: many
-- $1 uuid  $2 bigint  after this number  $3 bigint  at most
SELECT p.problem_number, p.line, p.source_ref, p.field, p.code, p.severity, p.fix_value, p.fix_kind, p.fix_count,
       p.severity = 'error' AND coalesce((SELECT q.settlement IS NULL FROM quarantine q
                                           WHERE q.submission_id = p.submission_id AND q.line = p.line), false) AS in_quarantine
  FROM problem p
 WHERE p.submission_id = $1::uuid AND p.problem_number > $2::bigint ORDER BY p.problem_number LIMIT $3::bigint
