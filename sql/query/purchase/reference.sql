-- Which of the endpoints have the value of the hash; gives their places, from 0 on.
-- rows: many
-- $1 uuid[]    endpoints
-- $2 bigint[]  hashes
-- $3 bigint[]  kinds
SELECT r.place - 1
  FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) WITH ORDINALITY AS r (endpoint_id, hash, kind, place)
 CROSS JOIN LATERAL (SELECT FROM endpoint_trait e
                      WHERE e.bucket = (r.hash & 65535)::int AND e.hash = r.hash AND e.kind = r.kind::smallint AND e.endpoint_id = r.endpoint_id LIMIT 1) e
