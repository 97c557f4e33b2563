-- The endpoints of what was settled, or is no longer, have changed.
-- rows: none
INSERT INTO taken_endpoint
SELECT endpoint_id FROM work_unsettled u WHERE NOT EXISTS (SELECT FROM work_settled n WHERE n.value = u.value)
UNION SELECT endpoint_id FROM work_settled n WHERE NOT EXISTS (SELECT FROM work_unsettled u WHERE u.value = n.value)
ON CONFLICT (endpoint_id) DO NOTHING
