-- The purchases of changed sites, and those that a payment of a changed endpoint was a candidate of.
-- rows: none
INSERT INTO work_purchase (site_id, purchase, fresh, round)
SELECT s.site_id, left(s.value, 28) || split_part(substr(s.value, 29), ' ', 1), true, 0
  FROM taken_site t JOIN site_trait s ON s.site_id = t.site_id AND s.kind = 25
UNION
SELECT c.site_id, c.purchase, true, 0 FROM taken_site t JOIN purchase_candidate c USING (site_id)
UNION
SELECT c.site_id, c.purchase, true, 0 FROM taken_endpoint t JOIN purchase_candidate c USING (endpoint_id)
