-- Values that an entity has lost. One that is on the list already is locked until COMMIT, so that no run takes it before.
-- rows: none
-- $1 bigint[]  hashes  $2 bigint[]  kinds  $3 text[]  values
INSERT INTO changed_value (bucket, hash, kind, value)
SELECT DISTINCT (hash & 65535)::int, hash, kind::smallint, value
  FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS lost (hash, kind, value) ORDER BY 1, 2, 3, 4
ON CONFLICT (bucket, hash, kind, value) DO UPDATE SET hash = excluded.hash
