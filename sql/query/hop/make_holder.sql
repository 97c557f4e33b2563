-- Work table: who has each of those values.
-- rows: none
CREATE TEMPORARY TABLE work_hop_holder ON COMMIT DROP AS
SELECT v.number, v.of_site, v.kind, v.n, unnest(v.ids) AS id FROM work_hop_value v
