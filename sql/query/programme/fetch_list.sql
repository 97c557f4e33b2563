-- rows: many
FETCH 5000 FROM programme_list
