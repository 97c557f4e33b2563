-- Lines that stay in quarantine after another try, and what it found.
-- rows: none
-- $1 uuid  the submission  $2 bigint[]  lines  $3 text[]  ids  $4 text[]  fields  $5 text[]  codes  $6 text[]  kinds of fixes
-- $7 uuid  the try
UPDATE quarantine q
   SET tried_by = $7::uuid, source_ref = nullif(l.source_ref, ''), field = nullif(l.field, ''), code = l.code,
       fix_kind = nullif(l.fix_kind, '')
  FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[]) AS l (line, source_ref, field, code, fix_kind)
 WHERE q.submission_id = $1::uuid AND q.line = l.line AND q.settled_at IS NULL
