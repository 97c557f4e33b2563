-- And those of cases in which somebody has ruled about a value that one which has changed has or had: it may tie them however many have it.
-- rows: none
INSERT INTO programme_changed (node_id, is_site)
SELECT m.id, bool_or(m.is_site)
  FROM work_touched v
  JOIN hub_override o ON o.hash = v.hash AND o.kind = v.kind AND o.value = v.value AND o.released_at IS NULL
 CROSS JOIN LATERAL (SELECT false AS is_site, unnest(o.endpoints) AS id UNION ALL SELECT true, unnest(o.sites)) m
 GROUP BY m.id
ON CONFLICT (node_id) DO NOTHING
