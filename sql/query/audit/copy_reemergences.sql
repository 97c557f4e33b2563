-- Who came back on another endpoint, each with the leaf of its finding.
-- rows: copy
COPY (SELECT coalesce(m.id, l.id), l.leaf_index::text, NULL::text, m.present, l.at::text, m.found_at::text,
             l.detail->>'closed_at', rtrim(rtrim(to_char(m.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z',
             l.detail->>'first_at', rtrim(rtrim(to_char(m.first_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z',
             l.detail->>'site_id', m.site_id::text
        FROM (SELECT subject || '/' || (detail->>'endpoint_id') || '/' || (detail->>'kind') || '/' || (detail->>'hash') AS id, leaf_index, at, detail
                FROM audit_leaf WHERE action = 'reemergence.found') l
        FULL JOIN (SELECT 't' AS present, request_id || '/' || endpoint_id || '/' || kind || '/' || hash AS id, * FROM reemergence) m
          ON m.id = l.id) TO STDOUT (FORMAT binary)
