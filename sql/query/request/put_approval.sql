-- Adds one person's approval; no row when she has given it already. The request is locked.
-- rows: opt
-- $1 bigint  request  $2 text  actor  $3 timestamptz  now
INSERT INTO request_approval (request_id, actor, approval_number, at)
SELECT $1::bigint, $2::text, 1 + count(*), $3::timestamptz FROM request_approval a WHERE a.request_id = $1::bigint
ON CONFLICT (request_id, actor) DO NOTHING
RETURNING approval_number
