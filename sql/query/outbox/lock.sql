-- One row of the outbox, locked until the transaction ends.
-- rows: opt
-- $1 bigint  outbox
SELECT o.outbox_id, o.request_id, o.kind, o.partner_id, o.endpoint_id, o.state, o.attempts, o.claimed_by
  FROM outbox o WHERE o.outbox_id = $1::bigint FOR NO KEY UPDATE
