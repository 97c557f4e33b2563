-- Values that no longer meet, or not as often.
-- rows: none
-- $1 bigint[] hashes  $2 bigint[] kinds  $3 text[] values
DELETE FROM meeting_value m USING unnest($1::bigint[], $2::bigint[], $3::text[]) AS g (hash, kind, value)
 WHERE m.bucket = (g.hash & 65535)::int AND m.hash = g.hash AND m.kind = g.kind::smallint AND m.value = g.value
