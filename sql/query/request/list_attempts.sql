-- What was tried to deliver one request.
-- rows: many
-- $1 bigint  id
SELECT o.kind, a.attempt_number, a.started_at, a.ended_at, a.outcome, a.http_status, a.why, o.state, o.failure, o.not_before,
       o.idempotency_key
  FROM outbox o LEFT JOIN delivery_attempt a USING (outbox_id)
 WHERE o.request_id = $1::bigint ORDER BY o.outbox_id, a.attempt_number
