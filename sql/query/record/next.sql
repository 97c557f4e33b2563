-- The next records of the cursor.
-- rows: many
FETCH 500 FROM entity_record
