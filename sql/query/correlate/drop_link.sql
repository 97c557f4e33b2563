-- Takes away the links that are no more.
-- rows: none
DELETE FROM link l USING work_gone g WHERE l.site_id = g.site_id AND l.endpoint_id = g.endpoint_id
