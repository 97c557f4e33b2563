-- One hold.
-- rows: opt
-- $1 bigint  id
SELECT hold_id, endpoint_id, endpoint, authority, until_at, effective_at, released_at FROM hold WHERE hold_id = $1::bigint
