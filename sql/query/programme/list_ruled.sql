-- What people decided about parts of programmes, member by member: the first part, then the other.
-- rows: many
SELECT d.decision_id, d.decision, false, m, EXISTS (SELECT FROM site s WHERE s.site_id = m)
  FROM programme_decision d CROSS JOIN unnest(d.ones) m WHERE d.released_at IS NULL
UNION ALL
SELECT d.decision_id, d.decision, true, m, EXISTS (SELECT FROM site s WHERE s.site_id = m)
  FROM programme_decision d CROSS JOIN unnest(d.others) m WHERE d.released_at IS NULL
 ORDER BY 1, 3, 4
