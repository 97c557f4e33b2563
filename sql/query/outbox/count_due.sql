-- What could be delivered now.
-- rows: one
-- $1 timestamptz  now
SELECT count(*) FROM outbox o JOIN delivery_lane l USING (partner_id) JOIN partner p USING (partner_id)
 WHERE o.state = 'ready' AND o.not_before <= $1::timestamptz AND l.not_before <= $1::timestamptz AND p.delivery_url IS NOT NULL
   AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = o.endpoint_id AND h.released_at IS NULL AND h.until_at > $1::timestamptz)
