-- Undoes a merge (the parts lie apart) or a split (they belong together), with the members as they are now; no row when there is no such
-- change, nothing is left of one of the parts, or it has been undone already.
-- rows: opt
-- $1 bigint  change  $2 text reason  $3 text actor  $4 timestamptz
WITH c AS (
    SELECT * FROM programme_change WHERE change_number = $1::bigint AND change IN ('merged', 'split')
       AND NOT EXISTS (SELECT FROM programme_decision d WHERE d.change_number = $1::bigint AND d.released_at IS NULL)
), ones AS (
    SELECT array_agg(m.member_id ORDER BY m.member_id) AS ids FROM c JOIN programme_member m ON m.programme_id = c.programme_id
     WHERE c.change = 'split' OR m.member_id = ANY (c.members)
), others AS (
    SELECT array_agg(m.member_id ORDER BY m.member_id) AS ids
      FROM c JOIN programme_member m ON m.programme_id = CASE c.change WHEN 'split' THEN c.other_id ELSE c.programme_id END
     WHERE c.change = 'split' OR m.member_id <> ALL (c.members)
)
INSERT INTO programme_decision (decision, change_number, ones, others, reason, placed_by, placed_at)
SELECT CASE c.change WHEN 'merged' THEN 'apart' ELSE 'together' END, c.change_number, ones.ids, others.ids, $2::text, $3::text, $4::timestamptz
  FROM c, ones, others
 WHERE ones.ids IS NOT NULL AND others.ids IS NOT NULL
RETURNING decision_id, decision, cardinality(ones), cardinality(others),
          encode(sha256(convert_to(array_to_string(ones, ' ') || '|' || array_to_string(others, ' '), 'UTF8')), 'hex')
