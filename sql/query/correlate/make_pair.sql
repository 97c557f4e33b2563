-- Work table: the pairs that may have another score than before: those of changed endpoints and sites, and those of values whose class
-- has changed. A value that too many have makes no pairs; of those that other values make, the ones that share it are taken, and so are
-- those in which an analyst has ruled that a value is no hub.
-- $1 bigint[]  for each kind of trait, class of endpoints and class of sites (13 each): 1 when such a value makes candidates
-- rows: none
CREATE TEMPORARY TABLE work_pair ON COMMIT DROP AS
SELECT e.endpoint_id, s.site_id
  FROM work_taken_endpoint c
  JOIN endpoint_trait e USING (endpoint_id)
  JOIN meeting_value m USING (bucket, hash, kind, value)
  JOIN site_trait s USING (bucket, hash, kind, value)
 WHERE ($1::bigint[])[m.kind * 169 + match_class(m.endpoints) * 13 + match_class(m.sites) + 1] = 1
UNION
SELECT e.endpoint_id, s.site_id
  FROM work_taken_site c
  JOIN site_trait s USING (site_id)
  JOIN meeting_value m USING (bucket, hash, kind, value)
  JOIN endpoint_trait e USING (bucket, hash, kind, value)
 WHERE ($1::bigint[])[m.kind * 169 + match_class(m.endpoints) * 13 + match_class(m.sites) + 1] = 1
UNION
SELECT e.endpoint_id, s.site_id
  FROM work_shifted w
  JOIN endpoint_trait e USING (bucket, hash, kind, value)
  JOIN site_trait s USING (bucket, hash, kind, value)
 WHERE w.joins
UNION
SELECT e.endpoint_id, s.site_id
  FROM work_shifted w
  JOIN site_trait has ON has.bucket = w.bucket AND has.hash = w.hash AND has.kind = w.kind AND has.value = w.value
  JOIN site_trait s ON s.site_id = has.site_id
  JOIN meeting_value m ON m.bucket = s.bucket AND m.hash = s.hash AND m.kind = s.kind AND m.value = s.value
   AND ($1::bigint[])[m.kind * 169 + match_class(m.endpoints) * 13 + match_class(m.sites) + 1] = 1
  JOIN endpoint_trait e ON e.bucket = s.bucket AND e.hash = s.hash AND e.kind = s.kind AND e.value = s.value
 WHERE NOT w.joins AND w.sites <= w.endpoints
   AND EXISTS (SELECT FROM endpoint_trait x WHERE x.endpoint_id = e.endpoint_id AND x.hash = w.hash AND x.kind = w.kind AND x.value = w.value)
UNION
SELECT e.endpoint_id, s.site_id
  FROM work_shifted w
  JOIN endpoint_trait has ON has.bucket = w.bucket AND has.hash = w.hash AND has.kind = w.kind AND has.value = w.value
  JOIN endpoint_trait e ON e.endpoint_id = has.endpoint_id
  JOIN meeting_value m ON m.bucket = e.bucket AND m.hash = e.hash AND m.kind = e.kind AND m.value = e.value
   AND ($1::bigint[])[m.kind * 169 + match_class(m.endpoints) * 13 + match_class(m.sites) + 1] = 1
  JOIN site_trait s ON s.bucket = e.bucket AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
 WHERE NOT w.joins AND w.sites > w.endpoints
   AND EXISTS (SELECT FROM site_trait x WHERE x.site_id = s.site_id AND x.hash = w.hash AND x.kind = w.kind AND x.value = w.value)
UNION
SELECT e.endpoint_id, s.site_id
  FROM hub_override o CROSS JOIN unnest(o.endpoints) e (endpoint_id) CROSS JOIN unnest(o.sites) s (site_id)
 WHERE NOT o.is_hub AND o.released_at IS NULL
   AND (EXISTS (SELECT FROM taken_endpoint c WHERE c.endpoint_id = e.endpoint_id)
        OR EXISTS (SELECT FROM taken_site c WHERE c.site_id = s.site_id)
        OR EXISTS (SELECT FROM work_shifted w JOIN endpoint_trait x USING (bucket, hash, kind, value) WHERE x.endpoint_id = e.endpoint_id))
