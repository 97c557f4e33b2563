-- A withdrawal that no hold stops any more is ready again; no row when another process was first.
-- rows: opt
-- $1 bigint  request  $2 timestamptz  now
UPDATE outbox o SET state = 'ready'
 WHERE o.request_id = $1::bigint AND o.kind = 'withdrawal' AND o.state = 'held'
   AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = o.endpoint_id AND h.released_at IS NULL AND h.until_at > $2::timestamptz)
RETURNING o.outbox_id
