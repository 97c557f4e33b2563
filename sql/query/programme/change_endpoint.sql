-- Correlation has to look at the endpoints of a decision again.
-- rows: none
-- $1 bigint  number
INSERT INTO changed_endpoint (endpoint_id)
SELECT e.endpoint_id FROM programme_decision d JOIN endpoint e ON e.endpoint_id = ANY (d.ones || d.others) WHERE d.decision_id = $1::bigint ORDER BY 1
ON CONFLICT (endpoint_id) DO UPDATE SET endpoint_id = excluded.endpoint_id
