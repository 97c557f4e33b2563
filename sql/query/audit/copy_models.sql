-- Models with the leaves of their activation; the last one that was activated is the one in use. The first model of an installation may
-- have come into use before the log told so.
-- rows: copy
COPY (SELECT coalesce(m.model_id::text, l.subject), l.leaf_index::text, NULL::text, m.present,
             l.detail->>'sha256', encode(sha256(convert_to(m.text, 'UTF8')), 'hex'),
             CASE WHEN l.last THEN 'true' END, CASE WHEN l.last THEN m.active::text END
        FROM (SELECT leaf_index, subject, detail, leaf_index = max(leaf_index) OVER () AS last FROM audit_leaf WHERE action = 'model.activate') l
        FULL JOIN (SELECT 't' AS present, * FROM model) m ON m.model_id::text = l.subject
       WHERE l.subject IS NOT NULL OR (m.active AND m.origin <> 'default')) TO STDOUT (FORMAT binary)
