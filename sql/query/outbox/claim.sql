-- Takes the next delivery: the partner whose turn it is, of it the message that is due longest. Nothing under a hold.
-- The row's own state is what a hold changes under the same lock; the look at hold covers a row that was queued meanwhile.
-- rows: opt
-- $1 timestamptz  now  $2 bigint  sender  $3 bigint  seconds of the lease  $4 bigint  most in flight for one partner
WITH lane AS (
    SELECT l.partner_id FROM delivery_lane l JOIN partner p USING (partner_id)
     WHERE l.not_before <= $1::timestamptz AND p.delivery_url IS NOT NULL
       AND (SELECT count(*) FROM outbox s WHERE s.partner_id = l.partner_id AND s.state = 'sending')
           < CASE WHEN l.failures > 0 THEN 1 ELSE $4::bigint END
       AND EXISTS (SELECT FROM outbox d WHERE d.partner_id = l.partner_id AND d.state = 'ready' AND d.not_before <= $1::timestamptz
                      AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = d.endpoint_id AND h.released_at IS NULL
                                         AND h.until_at > $1::timestamptz))
     ORDER BY l.claimed_at NULLS FIRST, l.partner_id FOR UPDATE OF l SKIP LOCKED LIMIT 1
), turn AS (
    UPDATE delivery_lane l SET claimed_at = clock_timestamp() FROM lane WHERE l.partner_id = lane.partner_id
), next AS (
    SELECT o.outbox_id FROM outbox o JOIN lane USING (partner_id)
     WHERE o.state = 'ready' AND o.not_before <= $1::timestamptz
       AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = o.endpoint_id AND h.released_at IS NULL AND h.until_at > $1::timestamptz)
     ORDER BY o.not_before, o.outbox_id FOR UPDATE OF o SKIP LOCKED LIMIT 1
)
UPDATE outbox o
   SET state = 'sending', claimed_by = $2::bigint, attempts = attempts + 1,
       lease_until = clock_timestamp() + make_interval(secs => $3::bigint)
  FROM next, partner p
 WHERE o.outbox_id = next.outbox_id AND o.state = 'ready' AND p.partner_id = o.partner_id
RETURNING o.outbox_id, o.request_id, o.kind, o.partner_id, o.idempotency_key, o.body, o.attempts, p.delivery_url, p.delivery_key,
          p.delivery_ca, array_to_string(p.delivery_networks, ' '),
          (SELECT count(*) + 1 FROM delivery_attempt a WHERE a.outbox_id = o.outbox_id)
