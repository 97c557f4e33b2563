-- rows: none
ANALYZE work_purchase
