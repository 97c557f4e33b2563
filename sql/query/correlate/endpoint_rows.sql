-- Traits of endpoints whose value some site may have too, for the join in memory.
-- rows: copy
COPY (SELECT endpoint_id, hash, kind, value, role, records, cardinality(partners)::smallint, grade, first_at, last_at
        FROM endpoint_trait e WHERE EXISTS (SELECT FROM site_trait s WHERE s.hash = e.hash)) TO STDOUT (FORMAT binary)
