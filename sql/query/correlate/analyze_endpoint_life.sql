-- rows: none
ANALYZE work_endpoint_life
