-- What people decided about parts of programmes, member by member: the first part, then the other; and the programmes of the change that it
-- undoes.
-- rows: many
SELECT d.decision_id, d.decision, m.second, m.id, EXISTS (SELECT FROM site s WHERE s.site_id = m.id), c.programme_id, c.other_id
  FROM programme_decision d
  JOIN programme_change c USING (change_number)
 CROSS JOIN LATERAL (SELECT false AS second, unnest(d.ones) AS id UNION ALL SELECT true, unnest(d.others)) m
 WHERE d.released_at IS NULL
 ORDER BY 1, 3, 4
