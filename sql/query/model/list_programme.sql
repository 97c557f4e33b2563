-- The programmes of sites.
-- rows: many
-- $1 uuid[] sites
SELECT member_id, programme_id FROM programme_member WHERE member_id = ANY ($1::uuid[]) AND is_site ORDER BY member_id
