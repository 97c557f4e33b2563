-- Approvals, beside the steps by which people approved.
-- rows: copy
COPY (SELECT coalesce(a.request_id, e.request_id) || '/' || coalesce(a.approval_number, e.number), e.event_number::text, NULL::text,
             a.present, e.actor, a.actor, e.at::text, a.at::text
        FROM (SELECT request_id, event_number, at, actor, row_number() OVER (PARTITION BY request_id ORDER BY event_number) AS number
                FROM request_event WHERE from_state = 'draft' AND to_state IN ('draft', 'approved')) e
        FULL JOIN (SELECT 't' AS present, * FROM request_approval) a
          ON a.request_id = e.request_id AND a.approval_number = e.number) TO STDOUT (FORMAT binary)
