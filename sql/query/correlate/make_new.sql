-- Work table: links that are new or not what they were.
-- rows: none
CREATE TEMPORARY TABLE work_new ON COMMIT DROP AS
SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM work_link
EXCEPT ALL SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM work_judged
