-- The values that some endpoints share with few others, with all that have them.
-- rows: many
-- $1 bigint[]  for each kind of trait: a bit for each role that counts  $2 uuid[] endpoints
SELECT v.kind, v.hash, v.value, h.endpoint_id
  FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value
          FROM unnest($2::uuid[]) AS e (id) JOIN endpoint_trait t ON t.endpoint_id = e.id
         WHERE (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1) v
 CROSS JOIN LATERAL (SELECT x.endpoint_id, count(*) OVER () AS n
                       FROM (SELECT DISTINCT t.endpoint_id FROM endpoint_trait t
                              WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                              LIMIT 32) x) h
 WHERE h.n BETWEEN 2 AND 31
 ORDER BY v.hash, v.kind, v.value COLLATE "C", h.endpoint_id
