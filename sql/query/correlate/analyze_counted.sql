-- rows: none
ANALYZE work_counted
