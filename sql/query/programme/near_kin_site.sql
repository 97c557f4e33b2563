-- The values that some sites share with few others: each other with the lowest of those that have it, and how many they are.
-- rows: many
-- $1 bigint[]  for each kind of trait: a bit for each role that counts  $2 uuid[] sites
SELECT h.site_id, h.lowest, v.kind, h.n, v.value, v.hash
  FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value
          FROM unnest($2::uuid[]) AS e (id) JOIN site_trait t ON t.site_id = e.id
         WHERE (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1) v
 CROSS JOIN LATERAL (SELECT x.site_id, (min(x.site_id::text) OVER ())::uuid AS lowest, count(*) OVER () AS n
                       FROM (SELECT DISTINCT t.site_id FROM site_trait t
                              WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                              LIMIT 32) x) h
 WHERE h.n BETWEEN 2 AND 31 AND h.site_id <> h.lowest
