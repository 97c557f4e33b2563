-- Adds a request; no row when the endpoint has an open one.
-- rows: opt
-- $1 bigint  id  $2 uuid  endpoint  $3 text  its name  $4 text  partner  $5 timestamptz  now  $6 text  actor
-- $7 double precision  probability  $8 json  evidence  $9 text  message
INSERT INTO request (request_id, endpoint_id, endpoint, partner_id, state, proposed_at, proposed_by, probability, evidence, message)
VALUES ($1::bigint, $2::uuid, $3::text, $4::text, 'draft', $5::timestamptz, $6::text, $7::double precision, $8::json, $9::text)
ON CONFLICT (endpoint_id) WHERE closed_at IS NULL DO NOTHING
RETURNING request_id
