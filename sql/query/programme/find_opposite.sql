-- A decision in force that says the opposite about members of both parts.
-- rows: opt
-- $1 bigint  number of a decision
SELECT o.decision_id
  FROM programme_decision d
  JOIN programme_decision o ON o.decision <> d.decision AND o.released_at IS NULL
   AND ((o.ones && d.ones AND o.others && d.others) OR (o.ones && d.others AND o.others && d.ones))
 WHERE d.decision_id = $1::bigint
 ORDER BY o.decision_id LIMIT 1
