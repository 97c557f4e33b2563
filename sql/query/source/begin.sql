-- A run begins.
-- rows: none
-- $1 text  source  $2 text  circuit  $3 timestamptz
UPDATE source SET circuit = $2::text, started_at = $3::timestamptz WHERE source_id = $1::text
