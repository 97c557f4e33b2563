-- The ledger of requests, each step with its leaf.
-- rows: copy
COPY (SELECT coalesce(e.request_id::text, l.subject) || '/' || coalesce(e.event_number::text, l.event), l.leaf_index::text, l.sha256,
             e.present, e.request_id::text, e.event_number::text,
             rtrim(rtrim(to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z', e.actor, e.from_state,
             e.to_state, e.reason
        FROM (SELECT leaf_index, subject, detail->>'event' AS event, detail->>'sha256' AS sha256
                FROM audit_leaf WHERE action LIKE 'request.%' AND detail->>'event' IS NOT NULL) l
        FULL JOIN (SELECT 't' AS present, * FROM request_event) e
          ON e.request_id::text = l.subject AND e.event_number::text = l.event) TO STDOUT (FORMAT binary)
