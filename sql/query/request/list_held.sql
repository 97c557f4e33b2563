-- Requests whose holds have ended.
-- rows: many
-- $1 timestamptz  now
SELECT r.request_id FROM request r
 WHERE r.state = 'le_hold'
   AND NOT EXISTS (SELECT FROM hold h WHERE h.endpoint_id = r.endpoint_id AND h.released_at IS NULL AND h.until_at > $1::timestamptz)
 ORDER BY r.request_id
