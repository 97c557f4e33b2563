-- All that each pair of the work table has in common, pair by pair.
-- rows: copy
COPY (SELECT p.endpoint_id, p.site_id, e.kind, e.hash, e.value, m.endpoints, m.sites,
             e.role, e.records, cardinality(e.partners)::smallint, e.grade, e.first_at, e.last_at,
             s.role, s.records, cardinality(s.partners)::smallint, s.grade, s.first_at, s.last_at,
             le.first_at, le.last_at, ls.first_at, ls.last_at
        FROM work_pair p
        JOIN endpoint_trait e ON e.endpoint_id = p.endpoint_id
        JOIN meeting_value m ON m.bucket = e.bucket AND m.hash = e.hash AND m.kind = e.kind AND m.value = e.value
        JOIN site_trait s ON s.site_id = p.site_id AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
        LEFT JOIN work_endpoint_life le ON le.endpoint_id = p.endpoint_id
        LEFT JOIN work_site_life ls ON ls.site_id = p.site_id
       ORDER BY p.site_id, p.endpoint_id) TO STDOUT (FORMAT binary)
