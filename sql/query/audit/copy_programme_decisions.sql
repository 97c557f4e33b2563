-- Decisions about merges and splits with the leaves of their placing and release.
-- rows: copy
COPY (SELECT coalesce(d.decision_id::text, l.subject), l.leaf_index::text, NULL::text, d.present,
             l.action, 'programme.' || d.decision, l.actor, d.placed_by, l.at::text, d.placed_at::text,
             l.detail->>'change', d.change_number::text,
             l.detail->>'case_sha256', encode(sha256(convert_to(array_to_string(d.ones, ' ') || '|' || array_to_string(d.others, ' '), 'UTF8')), 'hex'),
             l.detail->>'reason_sha256', encode(sha256(convert_to(d.reason, 'UTF8')), 'hex'),
             release.at::text, d.released_at::text, release.actor, d.released_by
        FROM (SELECT * FROM audit_leaf WHERE action IN ('programme.apart', 'programme.together')) l
        FULL JOIN (SELECT 't' AS present, * FROM programme_decision) d ON d.decision_id::text = l.subject
        LEFT JOIN audit_leaf release ON release.action = 'programme.release' AND release.subject = l.subject) TO STDOUT (FORMAT binary)
