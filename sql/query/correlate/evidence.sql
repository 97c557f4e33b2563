-- All that each pair of the work table has in common, pair by pair, with the time from the first to the last that is known of each side,
-- what speaks against the pair (bits of match_contrary.def), and beside a beginning of names (kind 7) the first names that begin so: they
-- have its hash.
-- rows: copy
COPY (SELECT p.endpoint_id, p.site_id, e.kind, e.hash, e.value, m.endpoints, m.sites,
             e.role, e.records, e.partners, e.grade, e.first_at, e.last_at,
             s.role, s.records, s.partners, s.grade, s.first_at, s.last_at,
             le.first_at, le.last_at, ls.first_at, ls.last_at,
             CASE WHEN le.acquirer IS NOT NULL AND ls.acquirers IS NOT NULL
                   AND EXISTS (SELECT FROM unnest(ls.acquirers_first, ls.acquirers_last) a (first_at, last_at)
                                WHERE a.first_at <= le.last_at AND a.last_at >= le.first_at)
                   AND NOT EXISTS (SELECT FROM unnest(ls.acquirers) a (name) WHERE starts_with(a.name, le.acquirer) OR starts_with(le.acquirer, a.name))
                  THEN 1 ELSE 0 END
             + coalesce(c.contrary, 0) + coalesce(ls.contrary, 0),
             ne.names, ns.names
        FROM work_pair p
        LEFT JOIN (SELECT endpoint_id, min(first_at) AS first_at, max(last_at) AS last_at,
                          min(CASE WHEN starts_with(value, 'payto://card-acceptor/') THEN split_part(value, '/', 4) END) AS acquirer
                     FROM work_endpoint WHERE kind = 0 AND role = 1 GROUP BY endpoint_id) le ON le.endpoint_id = p.endpoint_id
        LEFT JOIN (SELECT site_id, min(first_at) FILTER (WHERE kind = 1) AS first_at, max(last_at) FILTER (WHERE kind = 1) AS last_at,
                          array_agg(value) FILTER (WHERE kind = 23) AS acquirers,
                          array_agg(first_at) FILTER (WHERE kind = 23) AS acquirers_first, array_agg(last_at) FILTER (WHERE kind = 23) AS acquirers_last,
                          CASE WHEN max(last_at) FILTER (WHERE kind = 24 AND value = 'not commercial')
                                  > coalesce(max(last_at) FILTER (WHERE kind = 24 AND value = 'commercial'), '-infinity') THEN 8 ELSE 0 END
                          + CASE WHEN max(last_at) FILTER (WHERE kind = 24 AND value = 'not illegal')
                                    > coalesce(max(last_at) FILTER (WHERE kind = 24 AND value = 'illegal'), '-infinity') THEN 16 ELSE 0 END AS contrary
                     FROM work_site WHERE (kind = 1 AND role = 1) OR kind IN (23, 24) GROUP BY site_id) ls ON ls.site_id = p.site_id
        LEFT JOIN endpoint_contrary c ON c.endpoint_id = p.endpoint_id
        JOIN work_endpoint e ON e.endpoint_id = p.endpoint_id
        JOIN work_site s ON s.site_id = p.site_id AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
       CROSS JOIN LATERAL (SELECT v.endpoints, v.sites FROM meeting_value v
                            WHERE v.bucket = e.bucket AND v.hash = s.hash AND v.kind = s.kind AND v.value = s.value OFFSET 0) m
        LEFT JOIN (SELECT endpoint_id, hash, array_to_string((array_agg(DISTINCT value COLLATE "C"))[1:16], ' ') AS names
                     FROM work_endpoint WHERE kind = 8 GROUP BY endpoint_id, hash) ne
               ON e.kind = 7 AND ne.endpoint_id = e.endpoint_id AND ne.hash = e.hash
        LEFT JOIN (SELECT site_id, hash, array_to_string((array_agg(DISTINCT value COLLATE "C"))[1:16], ' ') AS names
                     FROM work_site WHERE kind = 8 GROUP BY site_id, hash) ns
               ON e.kind = 7 AND ns.site_id = s.site_id AND ns.hash = e.hash
       ORDER BY p.site_id, p.endpoint_id) TO STDOUT (FORMAT binary)
