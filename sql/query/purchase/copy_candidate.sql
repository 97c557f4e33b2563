-- rows: copy
COPY purchase_candidate (site_id, purchase, endpoint_id, payment, slots, class, evidence, seconds, permille, same_acquirer, odd) FROM STDIN (FORMAT binary)
