-- How many programmes, members, bridges and cut ties there are.
-- rows: one
SELECT (SELECT count(*) FROM (SELECT DISTINCT programme_id FROM programme_member) p), (SELECT count(*) FROM programme_member),
       count(*) FILTER (WHERE NOT b.cut), count(*) FILTER (WHERE b.cut)
  FROM (SELECT cut FROM programme_bridge UNION ALL SELECT cut FROM programme_kin_bridge) b
