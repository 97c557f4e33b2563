-- Adds what one partner said to the traits that sites have. Smallest, largest and sorted sets: any order gives the same rows.
-- rows: none
-- $1 bigint[]  hashes  $2 bigint[]  kinds  $3 bigint[]  roles  $4 text[]  values  $5 uuid[]  sites  $6 bigint[]  records
-- $7 smallint  partner  $8 bigint[]  first, $9 bigint[]  last: microseconds since 2000  $10 bigint[]  grades
-- $11 uuid[]  $12 uuid[]  $13 uuid[]  examples, the nil UUID where there are fewer than three
INSERT INTO site_trait AS t (bucket, hash, kind, role, value, site_id, records, partners, first_at, last_at, grade, examples)
SELECT (hash & 65535)::int, hash, kind::smallint, role::smallint, value, entity, records::int, ARRAY[$7::smallint],
       '2000-01-01 00:00:00+00'::timestamptz + first_us * interval '1 microsecond',
       '2000-01-01 00:00:00+00'::timestamptz + last_us * interval '1 microsecond', grade::smallint,
       array_remove(ARRAY[first_example, second_example, third_example], '00000000-0000-0000-0000-000000000000')
  FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::uuid[], $6::bigint[], $8::bigint[], $9::bigint[],
              $10::bigint[], $11::uuid[], $12::uuid[], $13::uuid[])
       AS said (hash, kind, role, value, entity, records, first_us, last_us, grade, first_example, second_example, third_example)
ON CONFLICT (bucket, hash, kind, role, site_id, value) DO UPDATE
   SET records = t.records + excluded.records,
       partners = CASE WHEN t.partners @> excluded.partners THEN t.partners
                       ELSE sorted_union(t.partners, excluded.partners, 64) END,
       first_at = least(t.first_at, excluded.first_at),
       last_at = greatest(t.last_at, excluded.last_at),
       grade = CASE WHEN t.grade = 0 THEN excluded.grade WHEN excluded.grade = 0 THEN t.grade
                    ELSE least(t.grade, excluded.grade) END,
       examples = CASE WHEN cardinality(t.examples) = 3 AND t.examples[3] < excluded.examples[1] THEN t.examples
                       ELSE sorted_union(t.examples, excluded.examples, 3) END
