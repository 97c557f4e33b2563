-- rows: none
-- $1 boolean  of the sites  $2 bigint  mask  $3 bytea  a bit for each hash & mask
INSERT INTO work_filter (is_site, mask, bits) VALUES ($1::boolean, $2::bigint, $3::bytea)
