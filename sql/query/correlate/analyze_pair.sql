-- rows: none
ANALYZE work_pair
