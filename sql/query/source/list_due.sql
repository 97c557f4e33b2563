-- Which of these sources are due, those that have waited longest first.
-- rows: many
-- $1 text[]  sources  $2 timestamptz  now
SELECT source_id FROM source WHERE source_id = ANY ($1::text[]) AND next_at <= $2::timestamptz ORDER BY next_at, source_id
