-- Work table: the endpoints of this run, so that the planner knows how few they are.
-- rows: none
CREATE TEMPORARY TABLE work_taken_endpoint ON COMMIT DROP AS SELECT endpoint_id FROM taken_endpoint
