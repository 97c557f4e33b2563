-- Work table: every site.
-- rows: none
CREATE TEMPORARY TABLE work_hop_site ON COMMIT DROP AS SELECT site_id FROM site
