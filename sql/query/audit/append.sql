-- One leaf more, and the head that goes with it.
-- rows: none
-- $1 bigint  index of the leaf  $2 timestamptz  $3 text  actor  $4 text  action  $5 text  subject  $6 json  detail
-- $7 bytea   hash of the leaf   $8 bytea        frontier with the leaf
WITH head AS (
    UPDATE audit_head SET size = $1::bigint + 1, frontier = $8::bytea
)
INSERT INTO audit_leaf (leaf_index, at, actor, action, subject, detail, leaf_hash)
VALUES ($1::bigint, $2::timestamptz, $3::text, $4::text, $5::text, $6::json, $7::bytea)
