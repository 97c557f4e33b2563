-- The links that were made in this run, beside those that are there.
-- rows: copy
COPY work_link (site_id, endpoint_id, weight_bits, hand_bits, rules, model_id) FROM STDIN (FORMAT binary)
