-- Work table: when those endpoints lived.
-- rows: none
CREATE TEMPORARY TABLE work_hop_endpoint_life ON COMMIT DROP AS
SELECT t.endpoint_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
  FROM (SELECT DISTINCT endpoint_id FROM work_hop) p JOIN endpoint_trait t USING (endpoint_id)
 WHERE t.kind = 0 AND t.role = 1 GROUP BY t.endpoint_id
