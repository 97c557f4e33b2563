-- Work table: touched values that meet or have met, with the number of endpoints and sites now and before.
-- rows: none
CREATE TEMPORARY TABLE work_counted ON COMMIT DROP AS
SELECT v.bucket, v.hash, v.kind, v.value, e.n::int AS endpoints, s.n::int AS sites,
       coalesce(m.endpoints, 0) AS old_endpoints, coalesce(m.sites, 0) AS old_sites
  FROM work_touched v
  LEFT JOIN meeting_value m USING (bucket, hash, kind, value)
 CROSS JOIN LATERAL (SELECT count(DISTINCT t.site_id) AS n FROM site_trait t
                      WHERE t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value) s
 CROSS JOIN LATERAL (SELECT count(DISTINCT t.endpoint_id) AS n FROM endpoint_trait t
                      WHERE s.n > 0 AND t.bucket = v.bucket AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value) e
 WHERE (s.n > 0 AND e.n > 0) OR m.endpoints IS NOT NULL
