-- The hashes of all leaves, in their order.
-- rows: copy
COPY (SELECT leaf_index, leaf_hash FROM audit_leaf ORDER BY leaf_index) TO STDOUT (FORMAT binary)
