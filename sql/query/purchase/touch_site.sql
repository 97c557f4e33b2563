-- The sites of what was settled, or is no longer, have changed.
-- rows: none
INSERT INTO taken_site
SELECT site_id FROM work_unsettled u WHERE NOT EXISTS (SELECT FROM work_settled n WHERE n.value = u.value)
UNION SELECT site_id FROM work_settled n WHERE NOT EXISTS (SELECT FROM work_unsettled u WHERE u.value = n.value)
ON CONFLICT (site_id) DO NOTHING
