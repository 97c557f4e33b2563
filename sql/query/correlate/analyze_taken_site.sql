-- rows: none
ANALYZE work_taken_site
