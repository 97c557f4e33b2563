-- Deliveries with the leaves of their start and end.
-- rows: copy
COPY (SELECT coalesce(a.outbox_id::text, l.detail->>'outbox') || '/' || coalesce(a.attempt_number::text, l.detail->>'attempt'),
             l.leaf_index::text, NULL::text, a.present,
             l.at::text, a.started_at::text, settle.at::text, a.ended_at::text, settle.detail->>'outcome', a.outcome
        FROM (SELECT * FROM audit_leaf WHERE action = 'delivery.start') l
        FULL JOIN (SELECT 't' AS present, * FROM delivery_attempt) a
          ON a.outbox_id::text = l.detail->>'outbox' AND a.attempt_number::text = l.detail->>'attempt'
        LEFT JOIN audit_leaf settle
          ON settle.action = 'delivery.settle' AND settle.detail->>'outbox' = l.detail->>'outbox'
         AND settle.detail->>'attempt' = l.detail->>'attempt') TO STDOUT (FORMAT binary)
