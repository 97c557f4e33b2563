-- The request that a row of the outbox belongs to.
-- rows: opt
-- $1 bigint  outbox
SELECT request_id FROM outbox WHERE outbox_id = $1::bigint
