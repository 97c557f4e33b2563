-- By when the partner has to acknowledge and to answer.
-- rows: none
-- $1 bigint  id  $2 timestamptz  acknowledge  $3 timestamptz  answer
UPDATE request SET acknowledge_due_at = $2::timestamptz, outcome_due_at = $3::timestamptz WHERE request_id = $1::bigint
