-- Which of these ids are programmes.
-- rows: many
-- $1 uuid[]
SELECT DISTINCT programme_id FROM programme_member WHERE programme_id = ANY ($1::uuid[])
