-- Members of programmes that are in none any more.
-- rows: none
-- $1 uuid[]
DELETE FROM programme_member WHERE member_id = ANY ($1::uuid[])
