-- Whether something about the endpoint may leave.
-- rows: one
-- $1 uuid  endpoint  $2 timestamptz  now
SELECT EXISTS (SELECT FROM hold WHERE endpoint_id = $1::uuid AND released_at IS NULL AND until_at > $2::timestamptz)
