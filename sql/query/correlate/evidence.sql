-- All that each pair of the work table has in common, pair by pair, with the time from the first to the last that is known of each side.
-- rows: copy
COPY (SELECT p.endpoint_id, p.site_id, e.kind, e.hash, e.value, m.endpoints, m.sites,
             e.role, e.records, e.partners, e.grade, e.first_at, e.last_at,
             s.role, s.records, s.partners, s.grade, s.first_at, s.last_at,
             le.first_at, le.last_at, ls.first_at, ls.last_at
        FROM work_pair p
        LEFT JOIN (SELECT endpoint_id, min(first_at) AS first_at, max(last_at) AS last_at
                     FROM work_endpoint WHERE kind = 0 AND role = 1 GROUP BY endpoint_id) le ON le.endpoint_id = p.endpoint_id
        LEFT JOIN (SELECT site_id, min(first_at) AS first_at, max(last_at) AS last_at
                     FROM work_site WHERE kind = 1 AND role = 1 GROUP BY site_id) ls ON ls.site_id = p.site_id
        JOIN work_endpoint e ON e.endpoint_id = p.endpoint_id
        JOIN work_site s ON s.site_id = p.site_id AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
        JOIN meeting_value m ON m.bucket = e.bucket AND m.hash = e.hash AND m.kind = e.kind AND m.value = e.value
       ORDER BY p.site_id, p.endpoint_id) TO STDOUT (FORMAT binary)
