-- Records whose revisions have a gap, or of which another than the last is in force.
-- rows: many
SELECT record_id,
       CASE WHEN count(*) <> max(revision) OR min(revision) <> 1 THEN 'its revisions are not numbered from 1 without a gap'
            WHEN bool_and(superseded) THEN 'no revision is in force, and no leaf says that it was withdrawn'
            ELSE 'a revision before the last is in force' END
  FROM record
 GROUP BY record_id
HAVING count(*) <> max(revision) OR min(revision) <> 1 OR max(revision) FILTER (WHERE NOT superseded) < max(revision)
    OR count(*) FILTER (WHERE NOT superseded) > 1
    OR (bool_and(superseded) AND NOT EXISTS (SELECT FROM audit_leaf l WHERE l.action = 'record.withdraw' AND l.subject = record_id::text))
 LIMIT 1000
