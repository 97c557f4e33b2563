-- rows: none
ANALYZE work_hop_holder
