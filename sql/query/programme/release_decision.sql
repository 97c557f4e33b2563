-- Takes a decision back; no row when there is none in force.
-- rows: opt
-- $1 bigint  number  $2 text actor  $3 timestamptz
UPDATE programme_decision SET released_by = $2::text, released_at = $3::timestamptz
 WHERE decision_id = $1::bigint AND released_at IS NULL
RETURNING decision_id
