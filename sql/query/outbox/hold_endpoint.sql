-- Stops what waits about an endpoint. The rows are locked, so what is in flight stands there as 'sending'.
-- rows: none
-- $1 uuid  endpoint
UPDATE outbox SET state = 'held' WHERE endpoint_id = $1::uuid AND state = 'ready'
