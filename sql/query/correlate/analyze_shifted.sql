-- rows: none
ANALYZE work_shifted
