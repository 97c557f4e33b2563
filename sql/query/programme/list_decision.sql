-- What people decided about merges and splits, the oldest first.
-- rows: many
-- $1 boolean  also what was released
SELECT d.decision_id, d.decision, d.change_number, c.programme_id, c.other_id, cardinality(d.ones), cardinality(d.others),
       d.placed_by, d.placed_at, d.released_by, d.released_at, d.reason
  FROM programme_decision d LEFT JOIN programme_change c USING (change_number)
 WHERE $1::boolean OR d.released_at IS NULL
 ORDER BY d.decision_id
