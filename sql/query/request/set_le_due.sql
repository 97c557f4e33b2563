-- Until when law enforcement may object.
-- rows: none
-- $1 bigint  id  $2 timestamptz
UPDATE request SET le_due_at = $2::timestamptz WHERE request_id = $1::bigint
