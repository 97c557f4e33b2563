-- Work table: all that is known of the endpoints of the pairs.
-- rows: none
CREATE TEMPORARY TABLE work_endpoint ON COMMIT DROP AS
SELECT t.endpoint_id, t.bucket, t.hash, t.kind, t.value, t.role, t.records, cardinality(t.partners)::smallint AS partners, t.grade, t.first_at, t.last_at
  FROM (SELECT DISTINCT endpoint_id FROM work_pair) p JOIN endpoint_trait t USING (endpoint_id)
