-- The links that alone hold parts of a programme together, and those that were cut, with the programme on their other side.
-- rows: many
-- $1 uuid
SELECT e.name, s.name, b.cut, o.programme_id
  FROM (SELECT b.endpoint_id, b.site_id, b.cut FROM programme_member m JOIN programme_bridge b ON b.site_id = m.member_id WHERE m.programme_id = $1::uuid
        UNION
        SELECT b.endpoint_id, b.site_id, b.cut FROM programme_member m JOIN programme_bridge b ON b.endpoint_id = m.member_id WHERE m.programme_id = $1::uuid) b
  JOIN endpoint e ON e.endpoint_id = b.endpoint_id
  JOIN site s ON s.site_id = b.site_id
  LEFT JOIN programme_member o ON o.member_id IN (b.endpoint_id, b.site_id) AND o.programme_id <> $1::uuid
 ORDER BY b.cut DESC, e.name COLLATE "C", s.name COLLATE "C"
