-- Links that are made again or are no more.
-- rows: none
DELETE FROM link l
 WHERE (l.site_id, l.endpoint_id) IN (
       SELECT l1.site_id, l1.endpoint_id FROM taken_endpoint JOIN link l1 USING (endpoint_id)
       UNION ALL SELECT l2.site_id, l2.endpoint_id FROM taken_site JOIN link l2 USING (site_id)
       UNION ALL SELECT site_id, endpoint_id FROM work_pair)
