-- rows: none
INSERT INTO work_unsettled (site_id, endpoint_id, hash, value)
SELECT o.site_id, o.endpoint_id, o.hash, o.value FROM work_purchase w JOIN purchase_settled o USING (site_id, purchase)
