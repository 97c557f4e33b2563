-- Decisions about links, each with its leaf: the n-th decision about a pair has the n-th leaf.
-- rows: copy
COPY (SELECT coalesce(d.subject, l.subject) || '/' || coalesce(d.decision_number, l.number), l.leaf_index::text, NULL::text, d.present,
             l.action, CASE d.decision WHEN 'confirmed' THEN 'link.confirm' WHEN 'rejected' THEN 'link.reject' END,
             l.actor, d.actor, l.at::text, d.decided_at::text, l.detail->>'reason', d.reason
        FROM (SELECT leaf_index, at, actor, action, subject, detail, row_number() OVER (PARTITION BY subject ORDER BY leaf_index) AS number
                FROM audit_leaf WHERE action IN ('link.confirm', 'link.reject')) l
        FULL JOIN (SELECT 't' AS present, endpoint_id || ' ' || site_id AS subject, * FROM link_decision) d
          ON d.subject = l.subject AND d.decision_number = l.number) TO STDOUT (FORMAT binary)
