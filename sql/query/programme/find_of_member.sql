-- The programme that an endpoint or a site is in.
-- rows: opt
-- $1 uuid
SELECT programme_id FROM programme_member WHERE member_id = $1::uuid
