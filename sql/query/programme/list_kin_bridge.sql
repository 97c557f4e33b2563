-- Kinship without which more than one member would fall off a programme, and such that was cut, with the value, how many have it, the smaller
-- of the two sides and the programme on the other one.
-- rows: many
-- $1 uuid  $2 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $3 bigint[]  the same for sites
SELECT x.name, y.name, b.is_site, b.kind, v.value, v.n, b.cut, b.endpoints, b.sites, o.programme_id
  FROM (SELECT b.* FROM programme_member m JOIN programme_kin_bridge b ON b.one_id = m.member_id WHERE m.programme_id = $1::uuid
        UNION
        SELECT b.* FROM programme_member m JOIN programme_kin_bridge b ON b.other_id = m.member_id WHERE m.programme_id = $1::uuid) b
 CROSS JOIN LATERAL (SELECT e.name FROM endpoint e WHERE e.endpoint_id = b.one_id UNION ALL SELECT s.name FROM site s WHERE s.site_id = b.one_id) x
 CROSS JOIN LATERAL (SELECT e.name FROM endpoint e WHERE e.endpoint_id = b.other_id UNION ALL SELECT s.name FROM site s WHERE s.site_id = b.other_id) y
  LEFT JOIN LATERAL (SELECT t.value, count(DISTINCT t.endpoint_id) AS n
                       FROM endpoint_trait t
                      WHERE NOT b.is_site AND t.bucket = (b.hash & 65535)::int AND t.hash = b.hash AND t.kind = b.kind
                        AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                      GROUP BY t.value HAVING bool_or(t.endpoint_id = b.one_id) AND bool_or(t.endpoint_id = b.other_id)
                      UNION ALL
                     SELECT t.value, count(DISTINCT t.site_id)
                       FROM site_trait t
                      WHERE b.is_site AND t.bucket = (b.hash & 65535)::int AND t.hash = b.hash AND t.kind = b.kind
                        AND (($3::bigint[])[t.kind + 1] >> t.role) & 1 = 1
                      GROUP BY t.value HAVING bool_or(t.site_id = b.one_id) AND bool_or(t.site_id = b.other_id)) v ON true
  LEFT JOIN programme_member o ON o.member_id IN (b.one_id, b.other_id) AND o.programme_id <> $1::uuid
 WHERE b.cut OR b.endpoints + b.sites > 1
