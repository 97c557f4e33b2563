-- And sites that had or have a value in common with one that has changed, unless so many have it that it held nothing together before
-- and does not now: the others that have it, all of whom have had it before.
-- $1 bigint[]  for each kind of trait: a bit for each role that counts
-- rows: none
INSERT INTO programme_changed (node_id, is_site)
SELECT DISTINCT unnest(k.ids), true
  FROM work_touched v
 CROSS JOIN LATERAL (SELECT array_agg(x.site_id) AS ids
                       FROM (SELECT DISTINCT t.site_id FROM site_trait t
                              WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                AND NOT EXISTS (SELECT FROM taken_site c WHERE c.site_id = t.site_id)
                              LIMIT 32) x) k
 WHERE ($1::bigint[])[v.kind + 1] <> 0 AND cardinality(k.ids) < 32
ON CONFLICT (node_id) DO NOTHING
