-- Work table: what was settled of the purchases that are looked at again, empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_unsettled (site_id uuid, endpoint_id uuid, hash bigint, value text PRIMARY KEY) ON COMMIT DROP
