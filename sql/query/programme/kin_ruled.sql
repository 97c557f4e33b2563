-- The endpoints, and the sites, of each case that are kin by a value which is ruled to be no hub in it, the last ruling about each counting.
-- rows: many
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
SELECT r.override_id, r.is_site, r.kind, r.hash, r.id
  FROM (SELECT DISTINCT ON (m.id, o.kind, o.hash, o.value) o.override_id, o.is_hub, m.is_site, m.id, o.kind, o.hash, o.value
          FROM hub_override o
         CROSS JOIN LATERAL (SELECT false AS is_site, unnest(o.endpoints) AS id UNION ALL SELECT true, unnest(o.sites)) m
         WHERE o.released_at IS NULL
         ORDER BY m.id, o.kind, o.hash, o.value, o.override_id DESC) r
 WHERE NOT r.is_hub
   AND (EXISTS (SELECT FROM endpoint_trait t WHERE NOT r.is_site AND t.endpoint_id = r.id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                   AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1)
        OR EXISTS (SELECT FROM site_trait t WHERE r.is_site AND t.site_id = r.id AND t.hash = r.hash AND t.kind = r.kind AND t.value = r.value
                      AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1))
 ORDER BY r.override_id, r.is_site, r.id
