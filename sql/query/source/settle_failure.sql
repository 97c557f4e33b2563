-- A run failed.
-- rows: none
-- $1 text  source  $2 timestamptz  now  $3 text  circuit  $4 bigint  failures  $5 timestamptz  next  $6 text  why
-- $7 bool  something new was stored
UPDATE source SET circuit = $3::text, failures = $4::bigint, next_at = $5::timestamptz, ended_at = $2::timestamptz,
       failed_at = $2::timestamptz, error = $6::text, data_at = CASE WHEN $7::bool THEN $2::timestamptz ELSE data_at END
 WHERE source_id = $1::text
