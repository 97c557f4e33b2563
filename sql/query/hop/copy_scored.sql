-- rows: copy
COPY work_scored (site_id, endpoint_id, weight_bits) FROM STDIN (FORMAT binary)
