-- rows: none
-- $1 uuid[] sites
DELETE FROM programme_bridge WHERE site_id = ANY ($1::uuid[])
