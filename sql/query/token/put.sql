-- Adds a token or a client certificate of a partner.
-- rows: none
-- $1 text  id  $2 text  partner  $3 bytea  sha256 of the secret, or null  $4 bytea  sha256 of the certificate, or null
-- $5 text[]  scopes  $6 timestamptz  created at  $7 timestamptz  expires at
INSERT INTO api_token (token_id, partner_id, secret_sha256, certificate_sha256, scopes, created_at, expires_at)
VALUES ($1::text, $2::text, $3::bytea, $4::bytea, $5::text[], $6::timestamptz, $7::timestamptz)
