-- Adds those sites that are not known yet and says which they were.
-- rows: many
-- $1 uuid[]  sorted  $2 text[]  names
INSERT INTO site (site_id, name) SELECT * FROM unnest($1::uuid[], $2::text[])
ON CONFLICT (site_id) DO NOTHING
RETURNING site_id
