-- Places an override, if an endpoint and a site of the case have the value; no row when none has.
-- rows: opt
-- $1 smallint kind  $2 bigint hash  $3 text value  $4 boolean  is a hub  $5 uuid[] endpoints  $6 uuid[] sites  $7 uuid programme or NULL
-- $8 text reason  $9 text actor  $10 timestamptz
INSERT INTO hub_override (kind, hash, value, is_hub, endpoints, sites, programme_id, reason, placed_by, placed_at)
SELECT $1::smallint, $2::bigint, $3::text, $4::boolean, $5::uuid[], $6::uuid[], $7::uuid, $8::text, $9::text, $10::timestamptz
 WHERE EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = ANY ($5::uuid[]) AND t.bucket = ($2::bigint & 65535)::int
                  AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text)
   AND EXISTS (SELECT FROM site_trait t WHERE t.site_id = ANY ($6::uuid[]) AND t.bucket = ($2::bigint & 65535)::int
                  AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text)
RETURNING override_id
