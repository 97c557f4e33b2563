-- Undoes a merge (the parts lie apart) or a split (they belong together), with those of their members that are still there; who joined since
-- goes where the links lead. No row when there is no such change, nothing is left of one of the parts, or it has been undone already.
-- rows: opt
-- $1 bigint  change  $2 text reason  $3 text actor  $4 timestamptz
WITH c AS (
    SELECT *, CASE change WHEN 'split' THEN other_id ELSE programme_id END AS rest_id
      FROM programme_change WHERE change_number = $1::bigint AND change IN ('merged', 'split')
       AND NOT EXISTS (SELECT FROM programme_decision d WHERE d.change_number = $1::bigint AND d.released_at IS NULL)
), since AS (
    SELECT unnest(h.members) AS id
      FROM c JOIN programme_change h ON h.programme_id = c.rest_id AND h.change_number > c.change_number AND h.change IN ('joined', 'merged')
), ones AS (
    SELECT array_agg(m.member_id ORDER BY m.member_id) AS ids
      FROM c JOIN programme_member m ON m.programme_id = c.programme_id AND m.member_id = ANY (c.members)
), others AS (
    SELECT array_agg(m.member_id ORDER BY m.member_id) AS ids
      FROM c JOIN programme_member m ON m.programme_id = c.rest_id AND m.member_id <> ALL (c.members)
     WHERE m.member_id NOT IN (SELECT id FROM since)
)
INSERT INTO programme_decision (decision, change_number, ones, others, reason, placed_by, placed_at)
SELECT CASE c.change WHEN 'merged' THEN 'apart' ELSE 'together' END, c.change_number, ones.ids, others.ids, $2::text, $3::text, $4::timestamptz
  FROM c, ones, others
 WHERE ones.ids IS NOT NULL AND others.ids IS NOT NULL
RETURNING decision_id, decision, cardinality(ones), cardinality(others),
          encode(sha256(convert_to(array_to_string(ones, ' ') || '|' || array_to_string(others, ' '), 'UTF8')), 'hex')
