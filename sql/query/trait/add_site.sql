-- Adds what one partner said to those of the traits that sites have already, and says which they were (counted from 1).
-- Smallest, largest and sorted sets: any order gives the same rows. The lowest three of two sets of examples that share none: the
-- k-th is the least of the greater of the i-th of one and the (k - i)-th of the other.
-- rows: many
-- $1 bigint[]  hashes  $2 bigint[]  kinds  $3 bigint[]  roles  $4 text[]  values  $5 uuid[]  sites  $6 bigint[]  records
-- $7 smallint  partner  $8 bigint[]  first, $9 bigint[]  last: microseconds since 2000  $10 bigint[]  grades
-- $11 uuid[]  $12 uuid[]  $13 uuid[]  examples, sorted; the largest UUID where there are fewer than three
UPDATE site_trait AS t
   SET records = t.records + said.records::int,
       partners = CASE WHEN $7::smallint = ANY (t.partners) THEN t.partners
                       ELSE (t.partners[:width_bucket($7::smallint, t.partners)] || $7::smallint ||
                             t.partners[width_bucket($7::smallint, t.partners) + 1:])[:64] END,
       first_at = least(t.first_at, '2000-01-01 00:00:00+00'::timestamptz + said.first_us * interval '1 microsecond'),
       last_at = greatest(t.last_at, '2000-01-01 00:00:00+00'::timestamptz + said.last_us * interval '1 microsecond'),
       grade = CASE WHEN t.grade = 0 THEN said.grade::smallint WHEN said.grade = 0 THEN t.grade
                    ELSE least(t.grade, said.grade::smallint) END,
       examples = CASE WHEN t.examples[3] < said.example_1 THEN t.examples
                       ELSE array_remove(ARRAY[
                            least(t.examples[1], said.example_1),
                            least(t.examples[2], said.example_2, greatest(t.examples[1], said.example_1)),
                            least(t.examples[3], said.example_3, greatest(t.examples[1], said.example_2),
                                  greatest(coalesce(t.examples[2], 'ffffffff-ffff-ffff-ffff-ffffffffffff'), said.example_1))],
                            'ffffffff-ffff-ffff-ffff-ffffffffffff') END
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::bigint[], $8::bigint[], $9::bigint[],
              $10::bigint[], $11::uuid[], $12::uuid[], $13::uuid[]) WITH ORDINALITY
       AS said (hash, kind, role, value, entity, records, first_us, last_us, grade, example_1, example_2, example_3, n)
 WHERE t.bucket = (said.hash & 65535)::int AND t.hash = said.hash AND t.kind = said.kind::smallint
   AND t.role = said.role::smallint AND t.site_id = said.entity AND t.value = said.value
RETURNING said.n
