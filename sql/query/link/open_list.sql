-- A cursor over links, best first.
-- rows: none
-- $1 bigint  least weight in micro-bits  $2 bigint  how many, NULL: all
DECLARE link_list NO SCROLL CURSOR FOR
SELECT l.endpoint_id, l.site_id, e.name, s.name, l.weight_bits, l.rules, l.model_id, d.decision
  FROM link l
  JOIN endpoint e ON e.endpoint_id = l.endpoint_id
  JOIN site s ON s.site_id = l.site_id
  LEFT JOIN LATERAL (SELECT x.decision FROM link_decision x WHERE x.site_id = l.site_id AND x.endpoint_id = l.endpoint_id
                      ORDER BY x.decision_number DESC LIMIT 1) d ON true
 WHERE l.weight_bits >= $1::bigint
 ORDER BY l.weight_bits DESC, e.name COLLATE "C", s.name COLLATE "C" LIMIT $2::bigint
