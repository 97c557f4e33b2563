-- Deliveries about an endpoint that may still send a byte.
-- rows: one
-- $1 uuid  endpoint
SELECT count(*) FROM outbox WHERE endpoint_id = $1::uuid AND state = 'sending'
