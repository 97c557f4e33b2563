-- Work table: the sites whose links by way of a third may have changed: those that changed, those of links that came, went or changed or
-- whose endpoint changed, those linked to an endpoint that has a touched value, and those that share a trace with any of these. A value is
-- left out when so many that have not changed have it that it tied nothing together before and does not now. And those of cases in which
-- somebody has ruled about a touched value or one of theirs.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop_site ON COMMIT DROP AS
WITH near AS MATERIALIZED (
     SELECT site_id FROM work_taken_site
     UNION SELECT l.site_id FROM work_taken_endpoint JOIN link l USING (endpoint_id)
     UNION SELECT site_id FROM work_gone
     UNION SELECT site_id FROM work_new)
SELECT site_id FROM near
UNION
SELECT unnest(o.sites)
  FROM (SELECT hash, kind, value FROM work_touched
        UNION SELECT t.hash, t.kind, t.value FROM near JOIN site_trait t USING (site_id)) v
  JOIN hub_override o ON o.hash = v.hash AND o.kind = v.kind AND o.value = v.value AND o.released_at IS NULL
UNION
SELECT l.site_id
  FROM work_touched v
 CROSS JOIN LATERAL (SELECT array_agg(x.endpoint_id) AS ids
                       FROM (SELECT DISTINCT t.endpoint_id FROM endpoint_trait t
                              WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                AND NOT EXISTS (SELECT FROM taken_endpoint c WHERE c.endpoint_id = t.endpoint_id)
                              LIMIT 32) x) k
  JOIN link l ON l.endpoint_id = ANY (k.ids)
 WHERE ($1::bigint[])[v.kind + 1] <> 0 AND cardinality(k.ids) < 32
UNION
SELECT unnest(k.ids)
  FROM (SELECT t.bucket, t.hash, t.kind, t.value FROM near JOIN site_trait t USING (site_id) WHERE (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
        UNION SELECT t.bucket, t.hash, t.kind, t.value FROM work_touched t WHERE ($2::bigint[])[t.kind + 1] <> 0) v
 CROSS JOIN LATERAL (SELECT array_agg(x.site_id) AS ids
                       FROM (SELECT DISTINCT t.site_id FROM site_trait t
                              WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                                AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                                AND NOT EXISTS (SELECT FROM taken_site c WHERE c.site_id = t.site_id)
                              LIMIT 32) x) k
 WHERE cardinality(k.ids) < 32
