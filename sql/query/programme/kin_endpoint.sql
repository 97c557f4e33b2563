-- Pairs of endpoints that share a value which few have: each with the lowest of them, and how many they are.
-- rows: many
-- $1 bigint[]  for each kind of trait: a bit for each role that counts
SELECT t.endpoint_id, t.lowest, t.kind, t.n
  FROM (SELECT endpoint_id, kind, (min(endpoint_id::text) OVER same)::uuid AS lowest, count(*) OVER same AS n
          FROM endpoint_trait
         WHERE (($1::bigint[])[kind + 1] >> role) & 1 = 1
         GROUP BY endpoint_id, kind, hash, value
        WINDOW same AS (PARTITION BY kind, hash, value)) t
 WHERE t.n BETWEEN 2 AND 31 AND t.endpoint_id <> t.lowest
