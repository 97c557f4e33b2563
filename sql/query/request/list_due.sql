-- Requests that law enforcement has had its time to object to.
-- rows: many
-- $1 timestamptz  now
SELECT r.request_id FROM request r
 WHERE r.state = 'le_check' AND r.le_due_at <= $1::timestamptz
 ORDER BY r.le_due_at, r.request_id
