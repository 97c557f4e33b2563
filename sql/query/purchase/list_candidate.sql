-- The candidates of the purchases of the work table.
-- rows: copy
COPY (SELECT c.site_id, c.purchase, c.endpoint_id, c.payment, c.slots, c.class, c.evidence, c.seconds, c.permille, c.same_acquirer, c.odd
        FROM work_purchase w JOIN purchase_candidate c USING (site_id, purchase)
       ORDER BY c.site_id, c.purchase COLLATE "C", c.endpoint_id, c.payment COLLATE "C") TO STDOUT (FORMAT binary)
