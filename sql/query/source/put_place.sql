-- A source that stands elsewhere now: it is read from the beginning, at once.
-- rows: none
-- $1 text  source  $2 text  kind  $3 text  place  $4 timestamptz
UPDATE source SET kind = $2::text, place = $3::text, position = '{}', circuit = 'closed', failures = 0, next_at = $4::timestamptz
 WHERE source_id = $1::text AND (kind, place) <> ($2::text, $3::text)
