-- Correlation has to look at these endpoints. One that is on the list already is locked until COMMIT, so that no run takes it before.
-- rows: none
-- $1 uuid[]  sorted
INSERT INTO changed_endpoint (endpoint_id) SELECT DISTINCT unnest($1::uuid[]) ORDER BY 1
ON CONFLICT (endpoint_id) DO UPDATE SET endpoint_id = excluded.endpoint_id
