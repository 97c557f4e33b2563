-- Queues what two people have approved; a row that a hold had stopped, or that had failed, is ready again.
-- rows: opt
-- $1 bigint  request  $2 text  kind  $3 uuid  idempotency key  $4 text  body  $5 timestamptz  now
INSERT INTO outbox (request_id, kind, partner_id, endpoint_id, idempotency_key, body, first_approver, second_approver, state,
                    queued_at, not_before)
SELECT r.request_id, $2::text, r.partner_id, r.endpoint_id, $3::uuid, $4::text, first.actor, second.actor, 'ready',
       $5::timestamptz, $5::timestamptz
  FROM request r
  JOIN request_approval first ON first.request_id = r.request_id AND first.approval_number = 1
  JOIN request_approval second ON second.request_id = r.request_id AND second.approval_number = 2
 WHERE r.request_id = $1::bigint
ON CONFLICT (request_id, kind) DO UPDATE
   SET state = 'ready', failure = NULL, attempts = CASE WHEN outbox.state = 'failed' THEN 0 ELSE outbox.attempts END
 WHERE outbox.state IN ('held', 'failed')
RETURNING outbox_id
