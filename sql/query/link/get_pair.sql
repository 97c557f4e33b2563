-- An endpoint and a site, the link between them if there is one, the last decision about it, when the two lived, the way over a third, and
-- what speaks against the two.
-- rows: opt
-- $1 uuid  endpoint  $2 uuid  site
SELECT e.name, s.name, l.weight_bits, l.rules, l.model_id,
       (SELECT d.decision FROM link_decision d WHERE d.site_id = $2::uuid AND d.endpoint_id = $1::uuid
         ORDER BY d.decision_number DESC LIMIT 1),
       (SELECT min(t.first_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1),
       (SELECT max(t.last_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1),
       (SELECT min(t.first_at) FROM site_trait t WHERE t.site_id = $2::uuid AND t.kind = 1 AND t.role = 1),
       (SELECT max(t.last_at) FROM site_trait t WHERE t.site_id = $2::uuid AND t.kind = 1 AND t.role = 1),
       h.weight_bits, coalesce(ve.name, vs.name), h.via_site, h.kind, h.shared, h.link_bits, h.ruled, h.via_id,
       CASE WHEN starts_with(e.name, 'payto://card-acceptor/')
             AND EXISTS (SELECT FROM site_trait a
                          WHERE a.site_id = $2::uuid AND a.kind = 23
                            AND a.first_at <= (SELECT max(t.last_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1)
                            AND a.last_at >= (SELECT min(t.first_at) FROM endpoint_trait t WHERE t.endpoint_id = $1::uuid AND t.kind = 0 AND t.role = 1))
             AND NOT EXISTS (SELECT FROM site_trait a
                              WHERE a.site_id = $2::uuid AND a.kind = 23
                                AND (starts_with(a.value, split_part(e.name, '/', 4)) OR starts_with(split_part(e.name, '/', 4), a.value)))
            THEN 1 ELSE 0 END
       + coalesce((SELECT c.contrary FROM endpoint_contrary c WHERE c.endpoint_id = $1::uuid), 0)
       + coalesce((SELECT CASE WHEN max(t.last_at) FILTER (WHERE t.value = 'not commercial')
                                  > coalesce(max(t.last_at) FILTER (WHERE t.value = 'commercial'), '-infinity') THEN 8 ELSE 0 END
                          + CASE WHEN max(t.last_at) FILTER (WHERE t.value = 'not illegal')
                                    > coalesce(max(t.last_at) FILTER (WHERE t.value = 'illegal'), '-infinity') THEN 16 ELSE 0 END
                     FROM site_trait t WHERE t.site_id = $2::uuid AND t.kind = 24), 0)
  FROM endpoint e
 CROSS JOIN site s
  LEFT JOIN link l ON l.site_id = s.site_id AND l.endpoint_id = e.endpoint_id
  LEFT JOIN link_hop h ON h.site_id = s.site_id AND h.endpoint_id = e.endpoint_id
  LEFT JOIN endpoint ve ON ve.endpoint_id = h.via_id AND NOT h.via_site
  LEFT JOIN site vs ON vs.site_id = h.via_id AND h.via_site
 WHERE e.endpoint_id = $1::uuid AND s.site_id = $2::uuid
