-- rows: none
INSERT INTO purchase_settled (site_id, purchase, endpoint_id, payment, hash, value)
SELECT site_id, purchase, endpoint_id, payment, hash, value FROM work_settled
