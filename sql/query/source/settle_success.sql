-- A run went well.
-- rows: none
-- $1 text  source  $2 timestamptz  now  $3 timestamptz  next  $4 bool  something new was stored  $5 bool  there is more
UPDATE source SET circuit = 'closed', failures = 0, next_at = $3::timestamptz, ended_at = $2::timestamptz, success_at = $2::timestamptz,
       data_at = CASE WHEN $4::bool THEN $2::timestamptz ELSE data_at END, backlog = $5::bool, error = NULL
 WHERE source_id = $1::text
