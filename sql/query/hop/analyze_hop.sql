-- rows: none
ANALYZE work_hop
