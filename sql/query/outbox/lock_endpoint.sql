-- Locks what is in the outbox about an endpoint; waits for every claim under way.
-- rows: many
-- $1 uuid  endpoint
SELECT outbox_id FROM outbox WHERE endpoint_id = $1::uuid AND state IN ('ready', 'held', 'sending') ORDER BY outbox_id FOR NO KEY UPDATE
