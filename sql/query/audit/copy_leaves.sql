-- The log in its order, each leaf beside the checkpoints of the log that ends with it.
-- rows: copy
COPY (SELECT l.leaf_index, l.at, l.actor, l.action, l.subject, l.detail, l.leaf_hash, c.root, c.note
        FROM audit_leaf l LEFT JOIN audit_checkpoint c ON c.size = l.leaf_index + 1
       ORDER BY l.leaf_index) TO STDOUT (FORMAT binary)
