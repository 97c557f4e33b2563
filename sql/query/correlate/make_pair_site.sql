-- Work table: all that is known of the sites of the pairs.
-- rows: none
CREATE TEMPORARY TABLE work_site ON COMMIT DROP AS
SELECT t.site_id, t.hash, t.kind, t.value, t.role, t.records, cardinality(t.partners)::smallint AS partners, t.grade, t.first_at, t.last_at
  FROM (SELECT DISTINCT site_id FROM work_pair) p JOIN site_trait t USING (site_id)
