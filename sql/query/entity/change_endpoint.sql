-- Correlation has to look at these endpoints.
-- rows: none
-- $1 uuid[]  sorted
INSERT INTO changed_endpoint (endpoint_id) SELECT unnest($1::uuid[]) ON CONFLICT (endpoint_id) DO NOTHING
