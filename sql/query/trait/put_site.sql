-- Traits of sites that have none yet.
-- rows: copy
COPY site_trait (bucket, hash, kind, role, value, site_id, records, partners, first_at, last_at, grade, examples)
FROM STDIN (FORMAT binary)
