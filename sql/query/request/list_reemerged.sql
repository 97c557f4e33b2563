-- Requests whose endpoint was closed and whose site or owner has turned up on another one since the request last moved.
-- rows: many
-- $1 timestamptz  now
SELECT r.request_id FROM request r
 WHERE (r.state LIKE 'closed\_%' OR r.state IN ('answered_already_closed', 'verified'))
   AND EXISTS (SELECT FROM reemergence m WHERE m.request_id = r.request_id AND m.found_at <= $1::timestamptz
                  AND m.found_at > (SELECT max(e.at) FROM request_event e WHERE e.request_id = r.request_id))
 ORDER BY r.request_id
