-- A token, by its id.
-- rows: opt
-- $1 text
SELECT t.token_id, t.partner_id, p.partner_number, t.secret_sha256, array_to_string(t.scopes, ' '), t.expires_at, t.revoked_at
  FROM api_token t JOIN partner p USING (partner_id) WHERE t.token_id = $1::text AND t.secret_sha256 IS NOT NULL
