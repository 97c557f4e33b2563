-- Work table: the links that are there, when all pairs were looked at.
-- rows: none
CREATE TEMPORARY TABLE work_judged ON COMMIT DROP AS
SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM link
