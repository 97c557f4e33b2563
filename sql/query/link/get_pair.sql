-- An endpoint and a site, the link between them if there is one, the last decision about it, and when the two lived.
-- rows: opt
-- $1 uuid  endpoint  $2 uuid  site
SELECT e.name, s.name, l.weight_bits, l.rules, l.model_id,
       (SELECT d.decision FROM link_decision d WHERE d.site_id = $2::uuid AND d.endpoint_id = $1::uuid
         ORDER BY d.decision_number DESC LIMIT 1),
       (SELECT min(t.first_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1),
       (SELECT max(t.last_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1),
       (SELECT min(t.first_at) FROM site_trait t WHERE t.site_id = $2::uuid AND t.kind = 1 AND t.role = 1),
       (SELECT max(t.last_at) FROM site_trait t WHERE t.site_id = $2::uuid AND t.kind = 1 AND t.role = 1)
  FROM endpoint e
 CROSS JOIN site s
  LEFT JOIN link l ON l.site_id = s.site_id AND l.endpoint_id = e.endpoint_id
 WHERE e.endpoint_id = $1::uuid AND s.site_id = $2::uuid
