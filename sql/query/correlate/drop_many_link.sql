-- Takes away the links that are no more, when all pairs were looked at.
-- rows: none
-- $1 uuid[] sites  $2 uuid[] endpoints
DELETE FROM link l USING unnest($1::uuid[], $2::uuid[]) AS g (site_id, endpoint_id)
 WHERE l.site_id = g.site_id AND l.endpoint_id = g.endpoint_id
