-- So may endpoints and sites that have changed.
-- rows: none
INSERT INTO programme_changed (node_id, is_site)
SELECT endpoint_id, false FROM taken_endpoint UNION ALL SELECT site_id, true FROM taken_site
ON CONFLICT (node_id) DO NOTHING
