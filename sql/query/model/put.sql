-- Adds a model unless its text is there already.
-- rows: one
-- $1 bytea sha256  $2 text  $3 text origin  $4 timestamptz
WITH added AS (INSERT INTO model (sha256, text, origin, created_at) VALUES ($1::bytea, $2::text, $3::text, $4::timestamptz)
               ON CONFLICT (sha256) DO NOTHING RETURNING model_id)
SELECT model_id FROM added UNION ALL SELECT model_id FROM model WHERE sha256 = $1::bytea LIMIT 1
