-- Correlation has to look at the sites of a decision again.
-- rows: none
-- $1 bigint  number
INSERT INTO changed_site (site_id)
SELECT s.site_id FROM programme_decision d JOIN site s ON s.site_id = ANY (d.ones || d.others) WHERE d.decision_id = $1::bigint ORDER BY 1
ON CONFLICT (site_id) DO UPDATE SET site_id = excluded.site_id
