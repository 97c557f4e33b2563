-- Work table: links that are no more.
-- rows: none
CREATE TEMPORARY TABLE work_gone ON COMMIT DROP AS
SELECT site_id, endpoint_id FROM work_judged j
 WHERE NOT EXISTS (SELECT FROM work_link w WHERE w.site_id = j.site_id AND w.endpoint_id = j.endpoint_id)
