-- What is ruled now, pair by pair; of one pair alone when it is named.
-- rows: many
-- $1 uuid  endpoint or NULL  $2 uuid  site or NULL
SELECT o.override_id, o.kind, o.hash, o.value, o.is_hub, e.endpoint_id, s.site_id
  FROM hub_override o CROSS JOIN unnest(o.endpoints) e (endpoint_id) CROSS JOIN unnest(o.sites) s (site_id)
 WHERE o.released_at IS NULL AND ($1::uuid IS NULL OR e.endpoint_id = $1::uuid) AND ($2::uuid IS NULL OR s.site_id = $2::uuid)
