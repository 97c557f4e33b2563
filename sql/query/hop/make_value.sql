-- Work table: the values by which endpoints of those links are kin to others, and sites at hand to others, with all that have them; not
-- those that many have.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop_value ON COMMIT DROP AS
SELECT row_number() OVER () AS number, v.of_site, v.kind, v.hash, v.value, v.n, v.ids
  FROM (SELECT false AS of_site, v.kind, v.hash, v.value, k.n, k.ids
          FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value
                  FROM (SELECT DISTINCT endpoint_id FROM work_hop_link) l
                  JOIN endpoint_trait t USING (endpoint_id)
                 WHERE (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1) v
         CROSS JOIN LATERAL (SELECT count(*)::int AS n, array_agg(x.endpoint_id) AS ids
                               FROM (SELECT DISTINCT t.endpoint_id FROM endpoint_trait t
                                      WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                        AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                      LIMIT 32) x) k
        UNION ALL
        SELECT true, v.kind, v.hash, v.value, k.n, k.ids
          FROM (SELECT DISTINCT t.bucket, t.hash, t.kind, t.value
                  FROM work_hop_site
                  JOIN site_trait t USING (site_id)
                 WHERE (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1) v
         CROSS JOIN LATERAL (SELECT count(*)::int AS n, array_agg(x.site_id) AS ids
                               FROM (SELECT DISTINCT t.site_id FROM site_trait t
                                      WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                        AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                      LIMIT 32) x) k) v
 WHERE v.n BETWEEN 2 AND 31
