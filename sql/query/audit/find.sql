-- One leaf.
-- rows: opt
-- $1 bigint  its index
SELECT at, actor, action, subject, detail, leaf_hash FROM audit_leaf WHERE leaf_index = $1::bigint
