-- What each request asks, with the leaf that was written when it was proposed.
-- rows: copy
COPY (SELECT coalesce(r.request_id::text, l.subject), l.leaf_index::text, l.detail->>'sha256', r.present, r.request_id::text,
             r.endpoint_id::text, r.endpoint, r.partner_id,
             rtrim(rtrim(to_char(r.proposed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z', r.proposed_by,
             encode(float8send(r.probability), 'hex'), r.evidence::text, r.message
        FROM (SELECT leaf_index, subject, detail FROM audit_leaf WHERE action = 'request.content') l
        FULL JOIN (SELECT 't' AS present, * FROM request) r ON r.request_id::text = l.subject) TO STDOUT (FORMAT binary)
