-- Traits of endpoints that have none yet.
-- rows: copy
COPY endpoint_trait (bucket, hash, kind, role, value, endpoint_id, records, partners, first_at, last_at, grade, examples)
FROM STDIN (FORMAT binary)
