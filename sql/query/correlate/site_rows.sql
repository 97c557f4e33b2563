-- Traits of sites, for the join in memory.
-- rows: copy
COPY (SELECT site_id, hash, kind, value, role, records, cardinality(partners)::smallint, grade, first_at, last_at
        FROM site_trait) TO STDOUT (FORMAT binary)
