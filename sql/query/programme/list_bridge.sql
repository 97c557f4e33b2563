-- The links without which more than one member would fall off a programme, and those that were cut, with the smaller of the two sides and the
-- programme on the other one.
-- rows: many
-- $1 uuid
SELECT e.name, s.name, b.cut, b.endpoints, b.sites, o.programme_id
  FROM (SELECT b.* FROM programme_member m JOIN programme_bridge b ON b.site_id = m.member_id WHERE m.programme_id = $1::uuid
        UNION
        SELECT b.* FROM programme_member m JOIN programme_bridge b ON b.endpoint_id = m.member_id WHERE m.programme_id = $1::uuid) b
  JOIN endpoint e ON e.endpoint_id = b.endpoint_id
  JOIN site s ON s.site_id = b.site_id
  LEFT JOIN programme_member o ON o.member_id IN (b.endpoint_id, b.site_id) AND o.programme_id <> $1::uuid
 WHERE b.cut OR b.endpoints + b.sites > 1
