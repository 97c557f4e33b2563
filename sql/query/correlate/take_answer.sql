-- Takes partners' answers that speak for something else than before: the endpoints are looked at again.
-- rows: none
WITH said AS (
     SELECT DISTINCT ON (r.endpoint_id) r.endpoint_id,
            CASE e.to_state WHEN 'answered_not_ours' THEN 2 WHEN 'answered_no_violation' THEN 4 ELSE 0 END AS contrary
       FROM request_event e JOIN request r USING (request_id)
      WHERE e.to_state IN ('answered_not_ours', 'answered_no_violation', 'answered_already_closed', 'closed_terminated', 'closed_suspended',
                           'closed_frozen', 'closed_ceased', 'closed_restricted')
      ORDER BY r.endpoint_id, e.at DESC, e.request_id DESC, e.event_number DESC),
other AS (
     SELECT endpoint_id, coalesce(s.contrary, 0) AS contrary
       FROM said s FULL JOIN endpoint_contrary o USING (endpoint_id)
      WHERE coalesce(s.contrary, 0) <> coalesce(o.contrary, 0)),
put AS (
     INSERT INTO endpoint_contrary (endpoint_id, contrary) SELECT endpoint_id, contrary FROM other
     ON CONFLICT (endpoint_id) DO UPDATE SET contrary = EXCLUDED.contrary)
INSERT INTO taken_endpoint SELECT endpoint_id FROM other ON CONFLICT (endpoint_id) DO NOTHING
