-- Releases an override; no row when there is none or it has been released. Says which sites it was about.
-- rows: opt
-- $1 bigint  number  $2 text actor  $3 timestamptz
UPDATE hub_override SET released_by = $2::text, released_at = $3::timestamptz
 WHERE override_id = $1::bigint AND released_at IS NULL
RETURNING override_id
