-- Work table: the links that were made in this run, empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_link ON COMMIT DROP AS
SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM link WITH NO DATA
