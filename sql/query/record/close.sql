-- Closes the cursor.
-- rows: none
CLOSE entity_record
