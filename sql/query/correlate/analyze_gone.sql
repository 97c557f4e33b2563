-- rows: none
ANALYZE work_gone
