-- rows: none
DELETE FROM purchase_candidate c USING work_purchase w WHERE w.fresh AND c.site_id = w.site_id AND c.purchase = w.purchase
