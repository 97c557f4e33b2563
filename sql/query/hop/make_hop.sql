-- Work table: each endpoint and site that a third ties together, by each way.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop ON COMMIT DROP AS
SELECT DISTINCT l.site_id, a.endpoint_id, l.endpoint_id AS via_id, false AS via_site, v.kind, v.n AS shared, l.weight_bits AS link_bits
  FROM work_hop_value v
  JOIN endpoint_trait b USING (bucket, hash, kind, value)
  JOIN work_hop_link l ON l.endpoint_id = b.endpoint_id
  JOIN work_hop_site w ON w.site_id = l.site_id
  JOIN endpoint_trait a ON a.bucket = v.bucket AND a.hash = v.hash AND a.kind = v.kind AND a.value = v.value AND a.endpoint_id <> b.endpoint_id
 WHERE NOT v.of_site AND (($1::bigint[])[b.kind + 1] >> b.role) & 1 = 1 AND (($1::bigint[])[a.kind + 1] >> a.role) & 1 = 1
UNION
SELECT w.site_id, l.endpoint_id, l.site_id, true, v.kind, v.n, l.weight_bits
  FROM work_hop_value v
  JOIN site_trait a USING (bucket, hash, kind, value)
  JOIN work_hop_site w ON w.site_id = a.site_id
  JOIN site_trait b ON b.bucket = v.bucket AND b.hash = v.hash AND b.kind = v.kind AND b.value = v.value AND b.site_id <> a.site_id
  JOIN work_hop_link l ON l.site_id = b.site_id
 WHERE v.of_site AND (($2::bigint[])[a.kind + 1] >> a.role) & 1 = 1 AND (($2::bigint[])[b.kind + 1] >> b.role) & 1 = 1
