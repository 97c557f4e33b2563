-- All that an endpoint and a site have in common, with the first records that said so, and beside a beginning of names
-- (kind 7) the first names that begin so: they have its hash.
-- rows: many
-- $1 uuid  endpoint  $2 uuid  site
SELECT e.kind, e.hash, e.value,
       coalesce(m.endpoints, (SELECT count(DISTINCT x.endpoint_id) FROM endpoint_trait x
                               WHERE x.bucket = e.bucket AND x.hash = e.hash AND x.kind = e.kind AND x.value = e.value)),
       coalesce(m.sites, (SELECT count(DISTINCT x.site_id) FROM site_trait x
                           WHERE x.bucket = e.bucket AND x.hash = e.hash AND x.kind = e.kind AND x.value = e.value)),
       e.role, e.records, cardinality(e.partners), e.grade, e.first_at, e.last_at, e.examples,
       s.role, s.records, cardinality(s.partners), s.grade, s.first_at, s.last_at, s.examples,
       CASE WHEN e.kind = 7 THEN (SELECT array_to_string((array_agg(DISTINCT n.value COLLATE "C"))[1:16], ' ') FROM endpoint_trait n
                                   WHERE n.endpoint_id = $1::uuid AND n.bucket = e.bucket AND n.hash = e.hash AND n.kind = 8) END,
       CASE WHEN e.kind = 7 THEN (SELECT array_to_string((array_agg(DISTINCT n.value COLLATE "C"))[1:16], ' ') FROM site_trait n
                                   WHERE n.site_id = $2::uuid AND n.bucket = e.bucket AND n.hash = e.hash AND n.kind = 8) END
  FROM endpoint_trait e
  JOIN site_trait s ON s.site_id = $2::uuid AND s.bucket = e.bucket AND s.hash = e.hash AND s.kind = e.kind AND s.value = e.value
  LEFT JOIN meeting_value m ON m.bucket = e.bucket AND m.hash = e.hash AND m.kind = e.kind AND m.value = e.value
 WHERE e.endpoint_id = $1::uuid
 ORDER BY e.kind, e.hash, e.value, e.role, s.role
