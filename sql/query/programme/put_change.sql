-- rows: none
-- $1 uuid  programme  $2 uuid  other  $3 text  change  $4 uuid[]  members that moved  $5 timestamptz
INSERT INTO programme_change (programme_id, other_id, change, members, changed_at)
VALUES ($1::uuid, $2::uuid, $3::text, $4::uuid[], $5::timestamptz)
