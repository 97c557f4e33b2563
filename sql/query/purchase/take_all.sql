-- All purchases, and those that were.
-- rows: none
INSERT INTO work_purchase (site_id, purchase, fresh, round)
SELECT site_id, left(value, 28) || split_part(substr(value, 29), ' ', 1), true, 0 FROM site_trait WHERE kind = 25
UNION SELECT site_id, purchase, true, 0 FROM purchase_candidate
UNION SELECT site_id, purchase, true, 0 FROM purchase_settled
