-- The ways of the work table, pair by pair, with when the two lived and what they have in common themselves by the other model.
-- rows: copy
COPY (SELECT h.site_id, h.endpoint_id, h.via_id, h.via_site, h.kind, h.shared, h.ruled, h.link_bits, e.first_at, e.last_at, s.first_at, s.last_at, o.weight_bits
        FROM work_hop h
        LEFT JOIN work_hop_endpoint_life e ON e.endpoint_id = h.endpoint_id
        LEFT JOIN work_hop_site_life s ON s.site_id = h.site_id
        LEFT JOIN work_scored o ON o.site_id = h.site_id AND o.endpoint_id = h.endpoint_id
       ORDER BY h.site_id, h.endpoint_id) TO STDOUT (FORMAT binary)
