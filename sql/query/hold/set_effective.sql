-- From now on nothing leaves; no row when it was effective before.
-- rows: opt
-- $1 bigint  id  $2 timestamptz  now
UPDATE hold SET effective_at = $2::timestamptz WHERE hold_id = $1::bigint AND effective_at IS NULL RETURNING hold_id
