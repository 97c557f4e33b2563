-- And at its endpoints.
-- rows: none
-- $1 bigint  number
INSERT INTO changed_endpoint (endpoint_id)
SELECT DISTINCT unnest(endpoints) FROM hub_override WHERE override_id = $1::bigint ORDER BY 1
ON CONFLICT (endpoint_id) DO UPDATE SET endpoint_id = excluded.endpoint_id
