-- Correlation has to look at these sites.
-- rows: none
-- $1 uuid[]  sorted
INSERT INTO changed_site (site_id) SELECT unnest($1::uuid[]) ON CONFLICT (site_id) DO NOTHING
