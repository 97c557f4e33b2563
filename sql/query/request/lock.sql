-- One request, locked until the transaction ends.
-- rows: opt
-- $1 bigint  id
SELECT request_id, endpoint_id, endpoint, partner_id, state, events, message, le_due_at, proposed_at
  FROM request WHERE request_id = $1::bigint FOR NO KEY UPDATE
