-- Work table: when those sites lived.
-- rows: none
CREATE TEMPORARY TABLE work_hop_site_life ON COMMIT DROP AS
SELECT t.site_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
  FROM (SELECT DISTINCT site_id FROM work_hop) p JOIN site_trait t USING (site_id)
 WHERE t.kind = 1 AND t.role = 1 GROUP BY t.site_id
