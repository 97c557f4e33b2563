-- rows: none
ANALYZE work_taken_endpoint
