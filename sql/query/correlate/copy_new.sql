-- rows: copy
COPY work_new (site_id, endpoint_id, weight_bits, hand_bits, rules, model_id) FROM STDIN (FORMAT binary)
