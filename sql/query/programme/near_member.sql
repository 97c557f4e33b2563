-- The programmes of some endpoints and sites as they are.
-- rows: many
-- $1 uuid[]
SELECT member_id, programme_id FROM programme_member WHERE member_id = ANY ($1::uuid[])
