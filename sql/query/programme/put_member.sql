-- Members that came to a programme or moved to another.
-- rows: none
-- $1 uuid[] members  $2 bigint[] 1: a site  $3 uuid[] programmes
INSERT INTO programme_member (member_id, is_site, programme_id)
SELECT m, s = 1, p FROM unnest($1::uuid[], $2::bigint[], $3::uuid[]) AS x (m, s, p)
ON CONFLICT (member_id) DO UPDATE SET programme_id = excluded.programme_id
