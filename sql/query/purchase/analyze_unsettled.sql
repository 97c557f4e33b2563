-- rows: none
ANALYZE work_unsettled
