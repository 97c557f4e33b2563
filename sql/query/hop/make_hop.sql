-- Work table: each endpoint and site that a third ties together, by each way.
-- rows: none
CREATE TEMPORARY TABLE work_hop ON COMMIT DROP AS
SELECT l.site_id, a.id AS endpoint_id, l.endpoint_id AS via_id, false AS via_site, b.kind, b.n AS shared, l.weight_bits AS link_bits
  FROM work_hop_link l
  JOIN work_hop_site w ON w.site_id = l.site_id
  JOIN work_hop_holder b ON b.id = l.endpoint_id AND NOT b.of_site
  JOIN work_hop_holder a ON a.number = b.number AND a.id <> b.id
UNION
SELECT w.site_id, l.endpoint_id, l.site_id, true, b.kind, b.n, l.weight_bits
  FROM work_hop_link l
  JOIN work_hop_holder b ON b.id = l.site_id AND b.of_site
  JOIN work_hop_holder a ON a.number = b.number AND a.id <> b.id
  JOIN work_hop_site w ON w.site_id = a.id
