-- Places an override, if an endpoint and a site of the case have the value, or one of them has it in common with another endpoint, or site,
-- that it may be kin to by it; no row when none has.
-- rows: opt
-- $1 smallint kind  $2 bigint hash  $3 text value  $4 boolean  is a hub  $5 uuid[] endpoints  $6 uuid[] sites  $7 uuid programme or NULL
-- $8 text reason  $9 text actor  $10 timestamptz  $11 bigint  a bit for each role in which endpoints are kin by it  $12 bigint  the same for sites
INSERT INTO hub_override (kind, hash, value, is_hub, endpoints, sites, programme_id, reason, placed_by, placed_at)
SELECT $1::smallint, $2::bigint, $3::text, $4::boolean, $5::uuid[], $6::uuid[], $7::uuid, $8::text, $9::text, $10::timestamptz
 WHERE (EXISTS (SELECT FROM endpoint_trait t WHERE t.endpoint_id = ANY ($5::uuid[]) AND t.bucket = ($2::bigint & 65535)::int
                   AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text)
        AND EXISTS (SELECT FROM site_trait t WHERE t.site_id = ANY ($6::uuid[]) AND t.bucket = ($2::bigint & 65535)::int
                       AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text))
    OR EXISTS (SELECT FROM endpoint_trait t JOIN endpoint_trait o USING (bucket, hash, kind, value)
                WHERE t.endpoint_id = ANY ($5::uuid[]) AND o.endpoint_id <> t.endpoint_id AND t.bucket = ($2::bigint & 65535)::int
                  AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text
                  AND ($11::bigint >> t.role) & 1 = 1 AND ($11::bigint >> o.role) & 1 = 1)
    OR EXISTS (SELECT FROM site_trait t JOIN site_trait o USING (bucket, hash, kind, value)
                WHERE t.site_id = ANY ($6::uuid[]) AND o.site_id <> t.site_id AND t.bucket = ($2::bigint & 65535)::int
                  AND t.hash = $2::bigint AND t.kind = $1::smallint AND t.value = $3::text
                  AND ($12::bigint >> t.role) & 1 = 1 AND ($12::bigint >> o.role) & 1 = 1)
RETURNING override_id
