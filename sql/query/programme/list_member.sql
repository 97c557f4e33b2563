-- The members of one programme, when they lived, and how many links hold each.
-- rows: many
-- $1 uuid
SELECT m.is_site, coalesce(e.name, s.name),
       CASE WHEN m.is_site THEN (SELECT min(t.first_at) FROM site_trait t WHERE t.site_id = m.member_id AND t.kind = 1 AND t.role = 1)
            ELSE (SELECT min(t.first_at) FROM endpoint_trait t WHERE t.endpoint_id = m.member_id AND t.kind = 0 AND t.role = 1) END AS first_at,
       CASE WHEN m.is_site THEN (SELECT max(t.last_at) FROM site_trait t WHERE t.site_id = m.member_id AND t.kind = 1 AND t.role = 1)
            ELSE (SELECT max(t.last_at) FROM endpoint_trait t WHERE t.endpoint_id = m.member_id AND t.kind = 0 AND t.role = 1) END AS last_at,
       CASE WHEN m.is_site THEN (SELECT count(*) FROM link l WHERE l.site_id = m.member_id)
            ELSE (SELECT count(*) FROM link l WHERE l.endpoint_id = m.member_id) END
  FROM programme_member m
  LEFT JOIN endpoint e ON e.endpoint_id = m.member_id
  LEFT JOIN site s ON s.site_id = m.member_id
 WHERE m.programme_id = $1::uuid
 ORDER BY first_at, m.is_site, coalesce(e.name, s.name) COLLATE "C"
