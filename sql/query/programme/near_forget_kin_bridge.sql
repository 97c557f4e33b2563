-- rows: none
-- $1 uuid[] endpoints or sites
DELETE FROM programme_kin_bridge WHERE one_id = ANY ($1::uuid[])
