-- Who has come back, the last first.
-- rows: many
-- $1 text[]  the names of the kinds, by number from 0  $2 timestamptz  found since, NULL: ever
SELECT r.request_id, ($1::text[])[m.kind + 1],
       coalesce(s.name, (SELECT t.value FROM endpoint_trait t WHERE t.endpoint_id = m.endpoint_id AND t.kind = m.kind AND t.hash = m.hash LIMIT 1)),
       r.endpoint, to_char(m.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
       e.name, to_char(m.first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD'),
       floor(extract(epoch FROM m.first_at - m.closed_at) / 86400)::bigint,
       split_part(r.endpoint, '/', 3), split_part(e.name, '/', 3),
       coalesce((SELECT d.decision FROM link_decision d WHERE d.site_id = m.site_id AND d.endpoint_id = m.endpoint_id
                  ORDER BY d.decision_number DESC LIMIT 1), 'proposed'),
       r.state, m.found_at, (SELECT l.rules FROM link l WHERE l.site_id = m.site_id AND l.endpoint_id = m.endpoint_id)
  FROM reemergence m
  JOIN request r USING (request_id)
  JOIN endpoint e ON e.endpoint_id = m.endpoint_id
  LEFT JOIN site s ON s.site_id = m.site_id
 WHERE $2::timestamptz IS NULL OR m.found_at >= $2::timestamptz
 ORDER BY m.found_at DESC, r.request_id, e.name COLLATE "C", m.kind, m.hash
