-- Work table: links that are new or not what they were, empty yet.
-- rows: none
CREATE TEMPORARY TABLE work_new ON COMMIT DROP AS
SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM link WITH NO DATA
