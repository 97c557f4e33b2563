-- Work table: each endpoint and site that a third ties together, by each way. A value that is ruled to be a hub in the case of the two ties
-- nothing; one that is ruled to be none does, however many have it. An endpoint that sites publish ties none of them whose link to it
-- people have rejected.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop ON COMMIT DROP AS
WITH ruled AS MATERIALIZED (
     SELECT v.number, r.endpoint_id, r.site_id
       FROM work_hop_ruling r JOIN work_hop_value v ON v.hash = r.hash AND v.kind = r.kind AND v.value = r.value),
rejected AS MATERIALIZED (
     SELECT h.number, h.id AS site_id
       FROM work_hop_holder h
       JOIN link_decision d ON d.site_id = h.id
       JOIN endpoint e ON e.endpoint_id = d.endpoint_id
       JOIN work_hop_value v ON v.number = h.number AND v.value = e.name
      WHERE h.of_site AND h.kind = 0 AND d.decision = 'rejected'
        AND d.decision_number = (SELECT max(x.decision_number) FROM link_decision x WHERE x.site_id = d.site_id AND x.endpoint_id = d.endpoint_id))
SELECT l.site_id, a.id AS endpoint_id, l.endpoint_id AS via_id, false AS via_site, b.kind, b.n AS shared, false AS ruled, l.weight_bits AS link_bits
  FROM work_hop_link l
  JOIN work_hop_site w ON w.site_id = l.site_id
  JOIN work_hop_holder b ON b.id = l.endpoint_id AND NOT b.of_site
  JOIN work_hop_holder a ON a.number = b.number AND a.id <> b.id
 WHERE NOT EXISTS (SELECT FROM ruled r WHERE r.number = b.number AND r.endpoint_id = a.id AND r.site_id = l.site_id)
UNION
SELECT w.site_id, l.endpoint_id, l.site_id, true, b.kind, b.n, false, l.weight_bits
  FROM work_hop_link l
  JOIN work_hop_holder b ON b.id = l.site_id AND b.of_site
  JOIN work_hop_holder a ON a.number = b.number AND a.id <> b.id
  JOIN work_hop_site w ON w.site_id = a.id
 WHERE NOT EXISTS (SELECT FROM ruled r WHERE r.number = b.number AND r.endpoint_id = l.endpoint_id AND r.site_id = w.site_id)
   AND NOT EXISTS (SELECT FROM rejected r WHERE r.number = b.number AND r.site_id IN (l.site_id, w.site_id))
UNION
SELECT r.site_id, r.endpoint_id, l.endpoint_id, false, r.kind, r.endpoints, true, l.weight_bits
  FROM work_hop_ruling r
  JOIN work_hop_link l ON l.site_id = r.site_id AND l.endpoint_id <> r.endpoint_id
 WHERE NOT r.is_hub
   AND EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = r.endpoint_id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                  AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1)
   AND EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = l.endpoint_id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                  AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1)
UNION
SELECT r.site_id, r.endpoint_id, l.site_id, true, r.kind, r.sites, true, l.weight_bits
  FROM work_hop_ruling r
  JOIN work_hop_link l ON l.endpoint_id = r.endpoint_id AND l.site_id <> r.site_id
 WHERE NOT r.is_hub
   AND EXISTS (SELECT FROM site_trait t WHERE t.site_id = r.site_id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                  AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1)
   AND EXISTS (SELECT FROM site_trait t WHERE t.site_id = l.site_id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                  AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1)
