-- rows: none
ANALYZE work_judged
