-- The ways of the work table, pair by pair, with when the two lived and what they have in common themselves.
-- rows: copy
COPY (WITH endpoint_life AS (
           SELECT t.endpoint_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
             FROM (SELECT DISTINCT endpoint_id FROM work_hop) p JOIN endpoint_trait t USING (endpoint_id)
            WHERE t.kind = 0 AND t.role = 1 GROUP BY t.endpoint_id),
      site_life AS (
           SELECT t.site_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
             FROM (SELECT DISTINCT site_id FROM work_hop) p JOIN site_trait t USING (site_id)
            WHERE t.kind = 1 AND t.role = 1 GROUP BY t.site_id)
      SELECT h.site_id, h.endpoint_id, h.via_id, h.via_site, h.kind, h.shared, h.link_bits, e.first_at, e.last_at, s.first_at, s.last_at, o.weight_bits
        FROM work_hop h
        LEFT JOIN endpoint_life e ON e.endpoint_id = h.endpoint_id
        LEFT JOIN site_life s ON s.site_id = h.site_id
        LEFT JOIN link o ON o.site_id = h.site_id AND o.endpoint_id = h.endpoint_id
       ORDER BY h.site_id, h.endpoint_id) TO STDOUT (FORMAT binary)
