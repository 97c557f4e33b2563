-- rows: none
ANALYZE work_site
