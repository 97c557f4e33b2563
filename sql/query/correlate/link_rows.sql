-- The links that are there, when all pairs were looked at.
-- rows: copy
COPY (SELECT site_id, endpoint_id, weight_bits, hand_bits, rules, model_id FROM link) TO STDOUT (FORMAT binary)
