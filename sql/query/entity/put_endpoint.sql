-- Adds those endpoints that are not known yet and says which they were.
-- rows: many
-- $1 uuid[]  sorted  $2 text[]  names
INSERT INTO endpoint (endpoint_id, name) SELECT * FROM unnest($1::uuid[], $2::text[])
ON CONFLICT (endpoint_id) DO NOTHING
RETURNING endpoint_id
