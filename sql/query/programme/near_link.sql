-- Links of some endpoints and sites, with what people decided about them.
-- rows: many
-- $1 uuid[] endpoints  $2 uuid[] sites
SELECT l.endpoint_id, l.site_id, l.hand_bits,
       (SELECT CASE d.decision WHEN 'confirmed' THEN 1 ELSE -1 END FROM link_decision d
         WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id ORDER BY d.decision_number DESC LIMIT 1)
  FROM (SELECT x.endpoint_id, x.site_id, x.hand_bits FROM unnest($1::uuid[]) AS e (id) JOIN link x ON x.endpoint_id = e.id
        UNION SELECT x.endpoint_id, x.site_id, x.hand_bits FROM unnest($2::uuid[]) AS s (id) JOIN link x ON x.site_id = s.id) l
