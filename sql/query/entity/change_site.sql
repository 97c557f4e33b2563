-- Correlation has to look at these sites. One that is on the list already is locked until COMMIT, so that no run takes it before.
-- rows: none
-- $1 uuid[]  sorted
INSERT INTO changed_site (site_id) SELECT DISTINCT unnest($1::uuid[]) ORDER BY 1
ON CONFLICT (site_id) DO UPDATE SET site_id = excluded.site_id
