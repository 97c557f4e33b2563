-- Adds the staged traits to those that endpoints have. Smallest, largest and sorted sets: any order gives the same rows.
-- rows: none
INSERT INTO endpoint_trait AS t SELECT * FROM staged_endpoint_trait
ON CONFLICT (bucket, hash, kind, role, endpoint_id, value) DO UPDATE
   SET records = t.records + excluded.records,
       partners = CASE WHEN t.partners @> excluded.partners THEN t.partners
                       ELSE sorted_union(t.partners, excluded.partners, 64) END,
       first_at = least(t.first_at, excluded.first_at),
       last_at = greatest(t.last_at, excluded.last_at),
       grade = CASE WHEN t.grade = 0 THEN excluded.grade WHEN excluded.grade = 0 THEN t.grade
                    ELSE least(t.grade, excluded.grade) END,
       examples = CASE WHEN cardinality(t.examples) = 3 AND t.examples[3] < excluded.examples[1] THEN t.examples
                       ELSE sorted_union(t.examples, excluded.examples, 3) END
