-- Work table: the sites whose links by way of a third may have changed: those of links that are made again, those that share a trace
-- with them, and those linked to an endpoint, or sharing a trace, by a value that was touched.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop_site ON COMMIT DROP AS
WITH near AS MATERIALIZED (
     SELECT site_id FROM taken_site
     UNION SELECT l.site_id FROM taken_endpoint JOIN link l USING (endpoint_id)
     UNION SELECT site_id FROM work_pair),
few AS MATERIALIZED (
     SELECT 31 + (SELECT count(*) FROM taken_endpoint) + (SELECT count(*) FROM taken_site) AS most),
touched AS MATERIALIZED (
     SELECT v.* FROM few
      CROSS JOIN work_touched v
      CROSS JOIN LATERAL (SELECT count(*) AS n FROM (SELECT FROM endpoint_trait t WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value LIMIT few.most * 8 + 1) x) n
      WHERE ($1::bigint[])[v.kind + 1] <> 0 AND n.n <= few.most * 8)
SELECT site_id FROM near
UNION
SELECT l.site_id
  FROM touched v
  JOIN endpoint_trait t ON t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
  JOIN link l ON l.endpoint_id = t.endpoint_id
 WHERE (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
UNION
SELECT o.site_id
  FROM (SELECT t.bucket, t.hash, t.kind, t.value FROM near JOIN site_trait t USING (site_id) WHERE (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
        UNION SELECT t.bucket, t.hash, t.kind, t.value FROM work_touched t WHERE ($2::bigint[])[t.kind + 1] <> 0) v
 CROSS JOIN few
 CROSS JOIN LATERAL (SELECT t.site_id, t.kind, t.role FROM site_trait t
                      WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                        AND few.most * 8 >= (SELECT count(*) FROM (SELECT FROM site_trait x WHERE x.bucket = v.bucket AND x.hash = v.hash AND x.kind = v.kind AND x.value = v.value LIMIT few.most * 8 + 1) n)) o
 WHERE (($2::bigint[])[o.kind + 1] >> o.role) & 1 = 1
