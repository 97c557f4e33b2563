-- Holds, the newest last.
-- rows: many
-- $1 boolean  also those that have ended  $2 timestamptz  now
SELECT hold_id, endpoint, authority, until_at, placed_by, placed_at, effective_at, released_at, released_by, reason
  FROM hold WHERE $1::boolean OR (released_at IS NULL AND until_at > $2::timestamptz) ORDER BY hold_id
