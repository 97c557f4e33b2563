-- Work table: from when to when the endpoints of the pairs lived: their trait of kind endpoint, role self.
-- rows: none
CREATE TEMPORARY TABLE work_endpoint_life ON COMMIT DROP AS
SELECT endpoint_id, min(t.first_at) AS first_at, max(t.last_at) AS last_at
  FROM (SELECT DISTINCT endpoint_id FROM work_pair) p JOIN endpoint_trait t USING (endpoint_id)
 WHERE t.kind = 0 AND t.role = 1
 GROUP BY endpoint_id
