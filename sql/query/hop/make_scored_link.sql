-- Work table: those of the links of another model that may be passed on: likely ones; what people have rejected is none.
-- $1 bigint  least weight
-- rows: none
CREATE TEMPORARY TABLE work_hop_link ON COMMIT DROP AS
SELECT l.site_id, l.endpoint_id, l.weight_bits
  FROM work_scored l
 WHERE l.weight_bits >= $1::bigint
   AND NOT EXISTS (SELECT FROM link_decision d WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id AND d.decision = 'rejected'
                      AND d.decision_number = (SELECT max(x.decision_number) FROM link_decision x WHERE x.site_id = l.site_id AND x.endpoint_id = l.endpoint_id))
