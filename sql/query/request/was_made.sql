-- Whether a request about an endpoint was made before, other than one that was withdrawn.
-- rows: one
-- $1 uuid  endpoint
SELECT EXISTS (SELECT FROM request WHERE endpoint_id = $1::uuid AND state <> 'withdrawn')
