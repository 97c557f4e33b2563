-- Traits of endpoints whose value some site may have too, and those that say when an endpoint lived, for the join in memory.
-- rows: copy
COPY (SELECT endpoint_id, hash, kind, value, role, records, cardinality(partners)::smallint, grade, first_at, last_at
        FROM endpoint_trait WHERE hash IN (SELECT hash FROM site_trait) OR (kind = 0 AND role = 1)) TO STDOUT (FORMAT binary)
