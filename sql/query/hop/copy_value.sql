-- rows: copy
COPY work_hop_value (number, of_site, kind, hash, value, n, ids) FROM STDIN (FORMAT binary)
