-- Takes a request out of the outbox that has not left; no row when it is not there or has left.
-- rows: opt
-- $1 bigint  request
UPDATE outbox SET state = 'cancelled' WHERE request_id = $1::bigint AND kind = 'request' AND state IN ('ready', 'held', 'failed')
RETURNING outbox_id
