-- rows: none
ANALYZE work_touched
