-- Traits of sites whose value some endpoint may have too, and those that say when a site lived or speak against its pairs, for the join in memory.
-- rows: copy
COPY (SELECT site_id, hash, kind, value, role, records, cardinality(partners)::smallint, grade, first_at, last_at
        FROM site_trait
       WHERE get_bit((SELECT bits || ''::bytea FROM work_filter WHERE NOT is_site), hash & (SELECT mask FROM work_filter WHERE NOT is_site)) = 1
          OR (kind = 1 AND role = 1) OR kind IN (23, 24)) TO STDOUT (FORMAT binary)
