-- The places, from 1, of those records that the partner has withdrawn, or about which it has said something newer than a line says.
-- rows: many
-- $1 uuid[]  records  $2 bigint[]  the line of each  $3 timestamptz  when the submission with these lines came
SELECT l.place
  FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY AS l (record_id, line, place)
  JOIN (SELECT DISTINCT ON (record_id) record_id, superseded, received_at, line FROM record
         WHERE record_id = ANY ($1::uuid[]) ORDER BY record_id, revision DESC) newest USING (record_id)
 WHERE newest.superseded OR (newest.received_at, newest.line) > ($3::timestamptz, l.line)
