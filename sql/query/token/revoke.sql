-- Revokes a token; no row when there is none that is in force.
-- rows: opt
-- $1 text  id  $2 timestamptz
UPDATE api_token SET revoked_at = $2::timestamptz WHERE token_id = $1::text AND revoked_at IS NULL RETURNING partner_id
