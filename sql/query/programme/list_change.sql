-- How a programme came to be what it is.
-- rows: many
-- $1 uuid
SELECT change, other_id, cardinality(members), changed_at FROM programme_change WHERE programme_id = $1::uuid ORDER BY change_number
