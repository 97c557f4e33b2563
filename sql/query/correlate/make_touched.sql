-- Work table: the values that the changed endpoints and sites have or have lost.
-- rows: none
CREATE TEMPORARY TABLE work_touched ON COMMIT DROP AS
SELECT t.bucket, t.hash, t.kind, t.value FROM work_taken_endpoint JOIN endpoint_trait t USING (endpoint_id)
UNION
SELECT t.bucket, t.hash, t.kind, t.value FROM work_taken_site JOIN site_trait t USING (site_id)
UNION
SELECT bucket, hash, kind, value FROM taken_value
