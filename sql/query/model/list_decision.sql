-- The last decision about each pair that people decided about.
-- rows: many
SELECT DISTINCT ON (site_id, endpoint_id) endpoint_id, site_id, decision
  FROM link_decision
 ORDER BY site_id, endpoint_id, decision_number DESC
