-- The values by which two endpoints, or two sites, are kin, with how many have each and the first records that said so of the one and of the
-- other.
-- rows: many
-- $1 boolean  they are sites  $2 uuid  the one  $3 uuid  the other  $4 smallint kind  $5 bigint  a bit for each role that counts
WITH trait AS (
    SELECT endpoint_id AS id, bucket, hash, kind, value, role, records, partners, grade, first_at, last_at, examples FROM endpoint_trait
     WHERE NOT $1::boolean AND endpoint_id IN ($2::uuid, $3::uuid)
    UNION ALL
    SELECT site_id, bucket, hash, kind, value, role, records, partners, grade, first_at, last_at, examples FROM site_trait
     WHERE $1::boolean AND site_id IN ($2::uuid, $3::uuid)
), counting AS (SELECT * FROM trait WHERE kind = $4::smallint AND ($5::bigint >> role) & 1 = 1)
SELECT a.value,
       CASE WHEN $1::boolean
            THEN (SELECT count(DISTINCT t.site_id) FROM site_trait t
                   WHERE t.bucket = a.bucket AND t.hash = a.hash AND t.kind = a.kind AND t.value = a.value AND ($5::bigint >> t.role) & 1 = 1)
            ELSE (SELECT count(DISTINCT t.endpoint_id) FROM endpoint_trait t
                   WHERE t.bucket = a.bucket AND t.hash = a.hash AND t.kind = a.kind AND t.value = a.value AND ($5::bigint >> t.role) & 1 = 1) END,
       a.role, a.records, cardinality(a.partners), a.grade, a.first_at, a.last_at, a.examples,
       b.role, b.records, cardinality(b.partners), b.grade, b.first_at, b.last_at, b.examples
  FROM counting a
  JOIN counting b ON b.id = $3::uuid AND b.hash = a.hash AND b.value = a.value
 WHERE a.id = $2::uuid
 ORDER BY a.value COLLATE "C", a.role, b.role
