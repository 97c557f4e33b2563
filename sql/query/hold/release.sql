-- Ends a hold; no row when it has been released before.
-- rows: opt
-- $1 bigint  id  $2 timestamptz  now  $3 text  actor
UPDATE hold SET released_at = $2::timestamptz, released_by = $3::text
 WHERE hold_id = $1::bigint AND released_at IS NULL RETURNING hold_id
