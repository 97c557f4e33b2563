-- rows: none
DELETE FROM purchase_settled o USING work_purchase w WHERE o.site_id = w.site_id AND o.purchase = w.purchase
