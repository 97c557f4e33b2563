-- Work table: the sites of this run, so that the planner knows how few they are.
-- rows: none
CREATE TEMPORARY TABLE work_taken_site ON COMMIT DROP AS SELECT site_id FROM taken_site
