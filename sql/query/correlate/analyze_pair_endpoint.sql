-- rows: none
ANALYZE work_endpoint
