-- The next links of the cursor.
-- rows: many
FETCH 5000 FROM link_list
