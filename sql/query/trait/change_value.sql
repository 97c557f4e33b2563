-- Values that an entity has lost.
-- rows: none
-- $1 bigint[]  hashes  $2 bigint[]  kinds  $3 text[]  values
INSERT INTO changed_value (bucket, hash, kind, value)
SELECT (hash & 65535)::int, hash, kind::smallint, value FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS lost (hash, kind, value)
ON CONFLICT (bucket, hash, kind, value) DO NOTHING
