-- Overrides, the oldest first.
-- rows: many
-- $1 text[]  the names of the kinds, by number from 0  $2 boolean  also those that were released
SELECT o.override_id, ($1::text[])[o.kind + 1], o.value, CASE WHEN o.is_hub THEN 'hub' ELSE 'no hub' END,
       CASE WHEN o.programme_id IS NOT NULL THEN 'programme ' || o.programme_id
            ELSE (SELECT e.name FROM endpoint e WHERE e.endpoint_id = o.endpoints[1]) || ' '
                 || (SELECT s.name FROM site s WHERE s.site_id = o.sites[1]) END,
       cardinality(o.endpoints)::bigint * cardinality(o.sites), o.placed_by, o.placed_at, o.released_by, o.released_at, o.reason
  FROM hub_override o
 WHERE $2::boolean OR o.released_at IS NULL
 ORDER BY o.override_id
