-- The members of a programme.
-- rows: many
-- $1 uuid
SELECT member_id, is_site FROM programme_member WHERE programme_id = $1::uuid ORDER BY member_id
