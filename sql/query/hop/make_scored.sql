-- Work table: the links that a model which is not in use would keep, empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_scored (site_id uuid NOT NULL, endpoint_id uuid NOT NULL, weight_bits bigint NOT NULL) ON COMMIT DROP
