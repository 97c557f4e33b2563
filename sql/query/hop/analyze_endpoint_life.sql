-- rows: none
ANALYZE work_hop_endpoint_life
