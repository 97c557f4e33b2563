-- Both ends of a link that came, went or changed may belong to another programme.
-- rows: none
INSERT INTO programme_changed (node_id, is_site)
SELECT endpoint_id, false FROM work_gone UNION SELECT site_id, true FROM work_gone
UNION SELECT endpoint_id, false FROM work_new UNION SELECT site_id, true FROM work_new
ON CONFLICT (node_id) DO NOTHING
