-- The purchases that a payment fits which fits one of the last round.
-- rows: none
-- $1 int  the last round
INSERT INTO work_purchase (site_id, purchase, fresh, round)
SELECT DISTINCT o.site_id, o.purchase, false, $1::int + 1
  FROM work_purchase w JOIN purchase_candidate c USING (site_id, purchase)
  JOIN purchase_candidate o ON o.endpoint_id = c.endpoint_id AND o.payment = c.payment
 WHERE w.round = $1::int
ON CONFLICT (site_id, purchase) DO NOTHING
