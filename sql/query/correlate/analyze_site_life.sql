-- rows: none
ANALYZE work_site_life
