-- The purchases of changed sites, those that a payment of a changed endpoint was a candidate of, and those that a payment fits which
-- such an endpoint has or has lost: of its amount in the five days before, and of about its amount in the hours around.
-- rows: none
INSERT INTO work_purchase (site_id, purchase, fresh, round)
SELECT s.site_id, left(s.value, 28) || split_part(substr(s.value, 29), ' ', 1), true, 0
  FROM taken_site t JOIN site_trait s ON s.site_id = t.site_id AND s.kind = 25
UNION
SELECT c.site_id, c.purchase, true, 0 FROM taken_site t JOIN purchase_candidate c USING (site_id)
UNION
SELECT c.site_id, c.purchase, true, 0 FROM taken_endpoint t JOIN purchase_candidate c USING (endpoint_id)
UNION
SELECT s.site_id, left(s.value, 28) || split_part(substr(s.value, 29), ' ', 1), true, 0
  FROM (SELECT t.value FROM taken_endpoint e JOIN endpoint_trait t ON t.endpoint_id = e.endpoint_id AND t.kind = 17
        UNION SELECT value FROM taken_value WHERE kind = 17) p
 CROSS JOIN LATERAL (SELECT CASE WHEN p.value ~ '^[A-Z]{3} [0-9]{15} [0-9]{7}$' THEN substr(p.value, 5, 15)::bigint END AS amount,
                            CASE WHEN p.value ~ '^[A-Z]{3} [0-9]{15} [0-9]{7}$' THEN substr(p.value, 21, 7)::bigint END AS hour) x
 CROSS JOIN LATERAL (
       SELECT site_id, value FROM site_trait
        WHERE kind = 25 AND value COLLATE "C" >= left(p.value, 20) || lpad(greatest(x.hour - 121, 0)::text, 7, '0')
          AND value COLLATE "C" < left(p.value, 20) || lpad((x.hour + 1)::text, 7, '0') || '~'
       UNION ALL
       SELECT f.site_id, f.value FROM generate_series(greatest(x.hour - 1, 0), x.hour + 1) h (hour)
        CROSS JOIN LATERAL (
              SELECT site_id, value FROM site_trait
               WHERE kind = 25
                 AND (left(value, 4) || substr(value, 21, 7) || substr(value, 4, 16)) COLLATE "C"
                     BETWEEN left(p.value, 4) || lpad(h.hour::text, 7, '0') || ' ' || lpad((x.amount * 1000 / 1040 - 1)::text, 15, '0')
                         AND left(p.value, 4) || lpad(h.hour::text, 7, '0') || ' ' || lpad((x.amount * 1000 / 960 + 1)::text, 15, '0')) f) s
