-- Requests about one endpoint that have not left.
-- rows: many
-- $1 uuid  endpoint
SELECT request_id FROM request WHERE endpoint_id = $1::uuid AND state IN ('le_check', 'le_released') ORDER BY request_id
