-- How a programme came to be what it is, and what others took of it.
-- rows: many
-- $1 uuid
SELECT change_number,
       CASE WHEN programme_id = $1::uuid THEN change WHEN change = 'merged' THEN 'merged into' ELSE 'split off' END,
       CASE WHEN programme_id = $1::uuid THEN other_id ELSE programme_id END, cardinality(members), changed_at
  FROM programme_change WHERE programme_id = $1::uuid OR other_id = $1::uuid ORDER BY change_number
