-- rows: none
ANALYZE work_link
