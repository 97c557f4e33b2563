-- Requests whose partner has not kept its time.
-- rows: many
-- $1 timestamptz  now
SELECT request_id FROM request
 WHERE state IN ('sent', 'acknowledged', 'investigating')
   AND (outcome_due_at <= $1::timestamptz OR (state = 'sent' AND acknowledge_due_at <= $1::timestamptz))
 ORDER BY request_id
