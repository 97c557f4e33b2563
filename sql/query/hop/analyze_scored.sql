-- rows: none
ANALYZE work_scored
