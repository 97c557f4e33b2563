-- Adds a model unless its text is there already.
-- rows: one
-- $1 bytea sha256  $2 text  $3 text origin  $4 timestamptz
WITH added AS (INSERT INTO model (sha256, text, origin, created_at) SELECT $1::bytea, $2::text, $3::text, $4::timestamptz
                WHERE NOT EXISTS (SELECT FROM model WHERE sha256 = $1::bytea) -- its number would be used up
               ON CONFLICT (sha256) DO NOTHING RETURNING model_id)
SELECT model_id FROM added UNION ALL SELECT model_id FROM model WHERE sha256 = $1::bytea LIMIT 1
