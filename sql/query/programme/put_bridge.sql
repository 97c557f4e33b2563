-- rows: none
-- $1 uuid[] sites  $2 uuid[] endpoints  $3 bigint[] 1: cut  $4 bigint[] endpoints of the smaller side  $5 bigint[] its sites
INSERT INTO programme_bridge (site_id, endpoint_id, cut, endpoints, sites)
SELECT s, e, c = 1, endpoints, sites
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[]) AS x (s, e, c, endpoints, sites)
