-- Who is kin to nobody by a value, as people have found: in whose case it is ruled to be a hub, the last ruling counting; and a site by an
-- endpoint that it publishes, when the link between the two is rejected.
-- rows: many
-- $1 smallint  the kind of trait that names endpoints  $2 uuid[]  of these endpoints or sites; NULL: of all
SELECT r.id, r.kind, r.value
  FROM (SELECT DISTINCT ON (m.id, o.kind, o.hash, o.value) m.id, o.kind, o.value, o.is_hub
          FROM hub_override o CROSS JOIN LATERAL unnest(o.endpoints || o.sites) m (id)
         WHERE o.released_at IS NULL AND ($2::uuid[] IS NULL OR m.id = ANY ($2::uuid[]))
         ORDER BY m.id, o.kind, o.hash, o.value, o.override_id DESC) r
 WHERE r.is_hub
UNION ALL
SELECT d.site_id, $1::smallint, e.name
  FROM (SELECT DISTINCT ON (l.site_id, l.endpoint_id) l.site_id, l.endpoint_id, l.decision
          FROM link_decision l WHERE $2::uuid[] IS NULL OR l.site_id = ANY ($2::uuid[])
         ORDER BY l.site_id, l.endpoint_id, l.decision_number DESC) d
  JOIN endpoint e USING (endpoint_id)
 WHERE d.decision = 'rejected'
