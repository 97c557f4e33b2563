-- A source, when it is seen for the first time; due at once.
-- rows: none
-- $1 text  source  $2 text  partner  $3 text  kind  $4 text  place  $5 timestamptz
INSERT INTO source (source_id, partner_id, kind, place, position, circuit, failures, next_at)
VALUES ($1::text, $2::text, $3::text, $4::text, '{}', 'closed', 0, $5::timestamptz)
ON CONFLICT (source_id) DO NOTHING
