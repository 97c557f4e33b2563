-- Pairs of sites that share a value which few have: each with the lowest of them, and how many they are. Most values one site has
-- for itself: those are left out by their hash alone before anything is sorted.
-- rows: many
-- $1 bigint[]  for each kind of trait: a bit for each role that counts
SELECT u.id, v.ids[1], v.kind, cardinality(v.ids)
  FROM (SELECT d.kind, array_agg(d.site_id ORDER BY d.site_id) AS ids
          FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value, t.site_id
                  FROM site_trait t
                 WHERE (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                   AND t.hash IN (SELECT x.hash FROM site_trait x WHERE (($1::bigint[])[x.kind + 1] >> x.role) & 1 = 1
                                   GROUP BY x.hash HAVING count(*) > 1)) d
         GROUP BY d.bucket, d.hash, d.kind, d.value
        HAVING count(*) BETWEEN 2 AND 31) v
 CROSS JOIN LATERAL unnest(v.ids) AS u (id)
 WHERE u.id <> v.ids[1]
