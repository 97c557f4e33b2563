-- Gives the sites what is settled, with the words of their purchase: of several that speak of it, the first. Role 9 is payment.
-- rows: none
INSERT INTO site_trait (bucket, hash, kind, role, value, site_id, records, partners, first_at, last_at, grade, examples)
SELECT (n.hash & 65535)::int, n.hash, 26, 9, n.value, n.site_id, p.records, p.partners, p.first_at, p.last_at, p.grade, p.examples
  FROM work_settled n
 CROSS JOIN LATERAL (SELECT * FROM site_trait
                      WHERE kind = 25 AND site_id = n.site_id AND value COLLATE "C" > n.purchase || ' ' AND value COLLATE "C" < n.purchase || '!'
                      ORDER BY value COLLATE "C" LIMIT 1) p
ON CONFLICT DO NOTHING
