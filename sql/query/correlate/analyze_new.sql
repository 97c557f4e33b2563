-- rows: none
ANALYZE work_new
