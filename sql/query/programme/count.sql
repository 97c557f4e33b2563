-- How many programmes there are.
-- rows: one
SELECT count(DISTINCT programme_id) FROM programme_member
