-- Adds purchases that were found.
-- rows: none
-- $1 uuid[]  sites
-- $2 text[]  purchases
INSERT INTO work_purchase (site_id, purchase, fresh, round)
SELECT site_id, purchase, true, 0 FROM unnest($1::uuid[], $2::text[]) AS p (site_id, purchase)
ON CONFLICT (site_id, purchase) DO NOTHING
