-- Correlation has to look at the sites of an override again.
-- rows: none
-- $1 bigint  number
INSERT INTO changed_site (site_id)
SELECT DISTINCT unnest(sites) FROM hub_override WHERE override_id = $1::bigint ORDER BY 1
ON CONFLICT (site_id) DO UPDATE SET site_id = excluded.site_id
