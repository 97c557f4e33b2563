-- Work table: in which roles endpoints and sites are kin by their traits.
-- $1 bigint[]  for each kind of trait: a bit for each role in which endpoints are kin by it  $2 bigint[]  the same for sites
-- rows: none
CREATE TEMPORARY TABLE work_kin_role ON COMMIT DROP AS SELECT $1::bigint[] AS of_endpoint, $2::bigint[] AS of_site
