-- Work table: what is settled of them now, empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_settled (site_id uuid, purchase text, endpoint_id uuid, payment text, hash bigint, value text PRIMARY KEY) ON COMMIT DROP
