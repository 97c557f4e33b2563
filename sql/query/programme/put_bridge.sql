-- rows: none
-- $1 uuid[] sites  $2 uuid[] endpoints  $3 bigint[] 1: cut
INSERT INTO programme_bridge (site_id, endpoint_id, cut)
SELECT s, e, c = 1 FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS x (s, e, c)
