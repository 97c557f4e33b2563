-- Traits of endpoints whose value some site may have too, and those that say when an endpoint lived, for the join in memory. (The bits are
-- put together with nothing so that they are unpacked once.)
-- rows: copy
COPY (SELECT endpoint_id, hash, kind, value, role, records, cardinality(partners)::smallint, grade, first_at, last_at
        FROM endpoint_trait
       WHERE get_bit((SELECT bits || ''::bytea FROM work_filter WHERE is_site), hash & (SELECT mask FROM work_filter WHERE is_site)) = 1
          OR (kind = 0 AND role = 1)) TO STDOUT (FORMAT binary)
