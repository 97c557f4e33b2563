-- Work table: from when to when the sites of the pairs lived: their trait of kind site, role self.
-- rows: none
CREATE TEMPORARY TABLE work_site_life ON COMMIT DROP AS
SELECT site_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
  FROM (SELECT DISTINCT site_id FROM work_pair) p JOIN site_trait t USING (site_id)
 WHERE t.kind = 1 AND t.role = 1
 GROUP BY site_id
