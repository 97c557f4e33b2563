-- Withdrawals that a hold had stopped and stops no more.
-- rows: many
-- $1 timestamptz  now
SELECT o.request_id FROM outbox o
 WHERE o.state = 'held' AND o.kind = 'withdrawal'
   AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = o.endpoint_id AND h.released_at IS NULL AND h.until_at > $1::timestamptz)
