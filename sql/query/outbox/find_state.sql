-- The row of a request in the outbox, locked until the transaction ends.
-- rows: opt
-- $1 bigint  request
SELECT outbox_id, state, (SELECT count(*) FROM delivery_attempt a WHERE a.outbox_id = o.outbox_id)
  FROM outbox o WHERE request_id = $1::bigint AND kind = 'request' FOR NO KEY UPDATE
