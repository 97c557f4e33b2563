-- Writes the links that are new or not what they were; the others stay untouched.
-- rows: none
INSERT INTO link (site_id, endpoint_id, weight_bits, hand_bits, rules, model_id)
SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM work_new ORDER BY site_id, endpoint_id
ON CONFLICT (site_id, endpoint_id) DO UPDATE
   SET weight_bits = excluded.weight_bits, hand_bits = excluded.hand_bits, rules = excluded.rules, model_id = excluded.model_id
