-- Work table: values whose class has changed, and whether they make candidates, or did. A value without a class makes none.
-- $1 bigint[]  for each kind of trait, class of endpoints and class of sites (13 each): 1 when such a value makes candidates
-- rows: none
CREATE TEMPORARY TABLE work_shifted ON COMMIT DROP AS
SELECT bucket, hash, kind, value, endpoints, sites,
       (($1::bigint[])[kind * 169 + match_class(endpoints) * 13 + match_class(sites) + 1] = 1 AND endpoints > 0 AND sites > 0)
       OR (($1::bigint[])[kind * 169 + match_class(old_endpoints) * 13 + match_class(old_sites) + 1] = 1 AND old_endpoints > 0 AND old_sites > 0) AS joins
  FROM work_counted
 WHERE endpoints > 0 AND sites > 0
   AND (match_class(endpoints) <> match_class(old_endpoints) OR match_class(sites) <> match_class(old_sites)
        OR old_endpoints = 0)
