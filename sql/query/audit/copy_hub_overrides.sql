-- Overrides about hubs with the leaves of their placing and release.
-- rows: copy
COPY (SELECT coalesce(o.override_id::text, l.subject), l.leaf_index::text, NULL::text, o.present,
             l.actor, o.placed_by, l.at::text, o.placed_at::text, l.detail->>'kind', o.kind::text, l.detail->>'hash', o.hash::text,
             l.detail->>'value_sha256', encode(sha256(convert_to(o.value, 'UTF8')), 'hex'), l.detail->>'hub', o.is_hub::text,
             l.detail->>'case_sha256', encode(sha256(convert_to(array_to_string(o.endpoints, ' ') || '|' || array_to_string(o.sites, ' '), 'UTF8')), 'hex'),
             l.detail->>'reason_sha256', encode(sha256(convert_to(o.reason, 'UTF8')), 'hex'), release.at::text, o.released_at::text, release.actor, o.released_by
        FROM (SELECT * FROM audit_leaf WHERE action = 'hub.override') l
        FULL JOIN (SELECT 't' AS present, * FROM hub_override) o ON o.override_id::text = l.subject
        LEFT JOIN audit_leaf release ON release.action = 'hub.release' AND release.subject = l.subject) TO STDOUT (FORMAT binary)
