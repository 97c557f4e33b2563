-- Lines that stay in quarantine after another try, and what it found. No join, as in settle_lines.
-- rows: none
-- $1 uuid  the submission  $2 bigint[]  lines  $3 text[]  ids  $4 text[]  fields  $5 text[]  codes  $6 text[]  kinds of fixes
-- $7 uuid  the try
UPDATE quarantine
   SET tried_by = $7::uuid,
       source_ref = nullif(($3::text[])[array_position($2::bigint[], line)], ''),
       field = nullif(($4::text[])[array_position($2::bigint[], line)], ''),
       code = ($5::text[])[array_position($2::bigint[], line)],
       fix_kind = nullif(($6::text[])[array_position($2::bigint[], line)], '')
 WHERE submission_id = $1::uuid AND line = ANY ($2::bigint[]) AND settlement IS NULL
