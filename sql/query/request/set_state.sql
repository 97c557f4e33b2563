-- Moves a locked request to a state; whoever gets it back from the partner's side opens it again.
-- rows: none
-- $1 bigint  id  $2 text  state  $3 bigint  events  $4 timestamptz  when it was closed, NULL: open
UPDATE request SET state = $2::text, events = $3::bigint, closed_at = $4::timestamptz WHERE request_id = $1::bigint
