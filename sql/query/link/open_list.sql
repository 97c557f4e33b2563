-- A cursor over links, best first. What comes by way of a third stands in place of what the two have in common themselves where that
-- says less.
-- rows: none
-- $1 bigint  least weight in micro-bits  $2 bigint  how many, NULL: all  $3 bigint  the mark of those by way of a third, as rules
DECLARE link_list NO SCROLL CURSOR FOR
SELECT l.endpoint_id, l.site_id, e.name, s.name, l.weight_bits, l.rules, l.model_id, d.decision
  FROM (SELECT o.site_id, o.endpoint_id, o.weight_bits, o.rules, o.model_id FROM link o
         WHERE o.weight_bits >= $1::bigint
           AND NOT EXISTS (SELECT FROM link_hop h WHERE h.site_id = o.site_id AND h.endpoint_id = o.endpoint_id)
        UNION ALL
        SELECT site_id, endpoint_id, weight_bits, $3::bigint, model_id FROM link_hop WHERE weight_bits >= $1::bigint) l
  JOIN endpoint e ON e.endpoint_id = l.endpoint_id
  JOIN site s ON s.site_id = l.site_id
  LEFT JOIN LATERAL (SELECT x.decision FROM link_decision x WHERE x.site_id = l.site_id AND x.endpoint_id = l.endpoint_id
                      ORDER BY x.decision_number DESC LIMIT 1) d ON true
 ORDER BY l.weight_bits DESC, e.name COLLATE "C", s.name COLLATE "C" LIMIT $2::bigint
