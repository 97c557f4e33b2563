-- Holds with the leaves of their placing, taking effect and release.
-- rows: copy
COPY (SELECT coalesce(h.hold_id::text, l.subject), l.leaf_index::text, NULL::text, h.present,
             l.actor, h.placed_by, l.at::text, h.placed_at::text,
             l.detail->>'authority', h.authority, l.detail->>'endpoint_id', h.endpoint_id::text,
             l.detail->>'reason_sha256', encode(sha256(convert_to(h.reason, 'UTF8')), 'hex'),
             l.detail->>'until', rtrim(rtrim(to_char(h.until_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z',
             effective.at::text, h.effective_at::text, release.at::text, h.released_at::text, release.actor, h.released_by
        FROM (SELECT * FROM audit_leaf WHERE action = 'hold.place') l
        FULL JOIN (SELECT 't' AS present, * FROM hold) h ON h.hold_id::text = l.subject
        LEFT JOIN audit_leaf effective ON effective.action = 'hold.effective' AND effective.subject = l.subject
        LEFT JOIN audit_leaf release ON release.action = 'hold.release' AND release.subject = l.subject) TO STDOUT (FORMAT binary)
