-- rows: none
-- $1 uuid[] ones  $2 uuid[] others  $3 bigint[] kinds of trait  $4 bigint[] hashes of the values  $5 bigint[] 1: sites  $6 bigint[] 1: cut
-- $7 bigint[] endpoints of the smaller side  $8 bigint[] its sites
INSERT INTO programme_kin_bridge (one_id, other_id, kind, hash, is_site, cut, endpoints, sites)
SELECT a, b, k, h, s = 1, c = 1, endpoints, sites
  FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
       AS x (a, b, k, h, s, c, endpoints, sites)
ON CONFLICT (one_id, other_id, kind, hash) DO NOTHING
