-- Work table: what is ruled now about values in single cases of the sites at hand, the last about each pair and value; with how many
-- endpoints and sites are kin by the value.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_hop_ruling ON COMMIT DROP AS
WITH last AS MATERIALIZED (
     SELECT DISTINCT ON (o.kind, o.hash, o.value, e.endpoint_id, w.site_id) o.kind, o.hash, o.value, o.is_hub, e.endpoint_id, w.site_id
       FROM hub_override o
      CROSS JOIN unnest(o.endpoints) e (endpoint_id)
      CROSS JOIN unnest(o.sites) s (site_id)
       JOIN work_hop_site w ON w.site_id = s.site_id
      WHERE o.released_at IS NULL AND (($1::bigint[])[o.kind + 1] <> 0 OR ($2::bigint[])[o.kind + 1] <> 0)
      ORDER BY o.kind, o.hash, o.value, e.endpoint_id, w.site_id, o.override_id DESC),
counted AS MATERIALIZED (
     SELECT v.kind, v.hash, v.value,
            (SELECT count(DISTINCT t.endpoint_id)::int FROM endpoint_trait t
              WHERE t.bucket = (v.hash & 65535)::int AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                AND (($1::bigint[])[t.kind + 1] >> t.role) & 1 = 1) AS endpoints,
            (SELECT count(DISTINCT t.site_id)::int FROM site_trait t
              WHERE t.bucket = (v.hash & 65535)::int AND t.hash = v.hash AND t.kind = v.kind AND t.value = v.value
                AND (($2::bigint[])[t.kind + 1] >> t.role) & 1 = 1) AS sites
       FROM (SELECT DISTINCT kind, hash, value FROM last) v)
SELECT l.kind, l.hash, l.value, l.is_hub, l.endpoint_id, l.site_id, c.endpoints, c.sites
  FROM last l JOIN counted c ON c.hash = l.hash AND c.kind = l.kind AND c.value = l.value
