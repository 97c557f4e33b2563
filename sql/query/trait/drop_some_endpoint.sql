-- Takes some traits of endpoints away and says which of them were there (counted from 1).
-- rows: many
-- $1 bigint[]  hashes  $2 bigint[]  kinds  $3 bigint[]  roles  $4 text[]  values  $5 uuid[]  endpoints
DELETE FROM endpoint_trait AS t
 USING unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::uuid[]) WITH ORDINALITY AS gone (hash, kind, role, value, entity, n)
 WHERE t.bucket = (gone.hash & 65535)::int AND t.hash = gone.hash AND t.kind = gone.kind::smallint
   AND t.role = gone.role::smallint AND t.endpoint_id = gone.entity AND t.value = gone.value
RETURNING gone.n
