-- The links that alone hold parts of a programme together, and those that were cut.
-- rows: many
-- $1 uuid
SELECT e.name, s.name, b.cut
  FROM programme_bridge b
  JOIN programme_member m ON m.member_id = b.site_id
  JOIN endpoint e ON e.endpoint_id = b.endpoint_id
  JOIN site s ON s.site_id = b.site_id
 WHERE m.programme_id = $1::uuid
 ORDER BY b.cut DESC, e.name COLLATE "C", s.name COLLATE "C"
