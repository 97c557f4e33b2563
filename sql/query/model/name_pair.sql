-- The names of pairs, and what people decided about them, in the order in which they are given.
-- rows: many
-- $1 uuid[] endpoints  $2 uuid[] sites
SELECT e.name, s.name,
       coalesce((SELECT d.decision FROM link_decision d WHERE d.site_id = p.site_id AND d.endpoint_id = p.endpoint_id
                  ORDER BY d.decision_number DESC LIMIT 1), 'proposed')
  FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS p (endpoint_id, site_id, n)
  LEFT JOIN endpoint e ON e.endpoint_id = p.endpoint_id
  LEFT JOIN site s ON s.site_id = p.site_id
 ORDER BY p.n
