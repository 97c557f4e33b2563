-- Lines of a submission leave quarantine.
-- rows: none
-- $1 uuid  the submission  $2 bigint[]  lines  $3 text[]  how each leaves  $4 timestamptz  when  $5 uuid  by which submission
UPDATE quarantine q SET settled_at = $4::timestamptz, settled_by = $5::uuid, settlement = l.settlement
  FROM unnest($2::bigint[], $3::text[]) AS l (line, settlement)
 WHERE q.submission_id = $1::uuid AND q.line = l.line AND q.settled_at IS NULL
