-- Work table: the links that are there of the pairs that were looked at.
-- rows: none
CREATE TEMPORARY TABLE work_judged ON COMMIT DROP AS
SELECT l.site_id, l.endpoint_id, l.weight_bits, l.hand_bits, l.rules, l.model_id FROM work_taken_endpoint c JOIN link l USING (endpoint_id)
UNION SELECT l.site_id, l.endpoint_id, l.weight_bits, l.hand_bits, l.rules, l.model_id FROM work_taken_site c JOIN link l USING (site_id)
UNION SELECT l.site_id, l.endpoint_id, l.weight_bits, l.hand_bits, l.rules, l.model_id FROM work_pair c JOIN link l USING (site_id, endpoint_id)
