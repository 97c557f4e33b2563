-- The audit log: leaves under an RFC 6962 tree, its head, and the checkpoints that were given out.
-- All three stay on the coordinator: a log has one order.

-- What happened. leaf_hash is SHA-256(0x00 || the JSON object of action, actor, at, detail, subject).
CREATE TABLE audit_leaf (
    leaf_index bigint PRIMARY KEY CHECK (leaf_index >= 0),
    at         timestamptz NOT NULL,
    actor      text NOT NULL,
    action     text NOT NULL,
    subject    text NOT NULL,
    detail     json,                      -- ids, counts and hashes; in canonical form
    leaf_hash  bytea NOT NULL CHECK (length(leaf_hash) = 32)
);

-- How long the log is, and the roots of the whole subtrees it consists of, the largest first: enough to append and to know the root.
-- Who appends holds the lock of this one row until COMMIT, so the index has no gap and the order is that of the commits.
CREATE TABLE audit_head (
    head     int PRIMARY KEY DEFAULT 1 CHECK (head = 1),
    size     bigint NOT NULL CHECK (size >= 0),
    frontier bytea NOT NULL,
    CHECK (length(frontier) = 32 * bit_count(size::bit(64)))
) WITH (fillfactor = 10);
INSERT INTO audit_head (size, frontier) VALUES (0, '');

-- Root and size as they were given out, in a receipt or a packet; signed when the installation has a key.
CREATE TABLE audit_checkpoint (
    size    bigint NOT NULL CHECK (size >= 0),
    root    bytea NOT NULL CHECK (length(root) = 32),
    note    text NOT NULL,                -- C2SP tlog-checkpoint; without signature lines when there was no key
    made_at timestamptz NOT NULL,
    PRIMARY KEY (size, note)
);
