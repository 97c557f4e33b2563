-- A cursor over the members of all programmes, the largest programme first.
-- rows: none
DECLARE programme_list NO SCROLL CURSOR FOR
SELECT m.programme_id, coalesce(e.name, s.name)
  FROM programme_member m
  JOIN (SELECT programme_id, count(*) AS n FROM programme_member GROUP BY programme_id) p USING (programme_id)
  LEFT JOIN endpoint e ON e.endpoint_id = m.member_id
  LEFT JOIN site s ON s.site_id = m.member_id
 ORDER BY p.n DESC, m.programme_id, m.is_site, coalesce(e.name, s.name) COLLATE "C"
