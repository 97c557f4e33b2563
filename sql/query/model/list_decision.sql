-- The last decision about each pair that people decided about, of those that did not teach the model in use.
-- rows: many
SELECT DISTINCT ON (site_id, endpoint_id) endpoint_id, site_id, decision
  FROM link_decision
 WHERE decided_at > coalesce((SELECT created_at FROM model WHERE active AND origin = 'learn'), '-infinity')
 ORDER BY site_id, endpoint_id, decision_number DESC
