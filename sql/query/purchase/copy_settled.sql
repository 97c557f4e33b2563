-- rows: copy
COPY work_settled (site_id, purchase, endpoint_id, payment, hash, value) FROM STDIN (FORMAT binary)
