-- Requests, the newest last.
-- rows: many
-- $1 text  state, NULL: all  $2 text  partner, NULL: all
SELECT r.request_id, r.state, r.partner_id, r.endpoint, r.probability, r.proposed_by, r.proposed_at,
       (SELECT count(*) FROM request_approval a WHERE a.request_id = r.request_id), o.state
  FROM request r
  LEFT JOIN outbox o ON o.request_id = r.request_id AND o.kind = 'request'
 WHERE ($1::text IS NULL OR r.state = $1::text) AND ($2::text IS NULL OR r.partner_id = $2::text)
 ORDER BY r.request_id
