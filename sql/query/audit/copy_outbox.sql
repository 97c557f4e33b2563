-- What leaves, beside the steps that let it and what was asked.
-- rows: copy
COPY (SELECT coalesce(o.request_id, e.request_id) || '/' || coalesce(o.kind, e.kind), e.event_number::text, NULL::text, o.present,
             CASE WHEN o.kind = 'request' THEN r.message ELSE o.body END, o.body, r.partner_id, o.partner_id,
             r.endpoint_id::text, o.endpoint_id::text
        FROM (SELECT request_id, CASE to_state WHEN 'le_released' THEN 'request' ELSE 'withdrawal' END AS kind,
                     max(event_number) AS event_number
                FROM request_event e
               WHERE to_state = 'le_released'
                  OR (to_state = 'withdrawn' AND EXISTS (SELECT FROM outbox o WHERE o.request_id = e.request_id AND o.kind = 'withdrawal'))
               GROUP BY 1, 2) e
        FULL JOIN (SELECT 't' AS present, * FROM outbox) o ON o.request_id = e.request_id AND o.kind = e.kind
        LEFT JOIN request r ON r.request_id = o.request_id) TO STDOUT (FORMAT binary)
