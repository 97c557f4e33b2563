-- A client certificate that is in force at a time, by its hash; the newest when it was added again.
-- rows: opt
-- $1 bytea  sha256  $2 timestamptz
SELECT t.token_id, t.partner_id, p.partner_number, t.certificate_sha256, array_to_string(t.scopes, ' '), t.expires_at, t.revoked_at
  FROM api_token t JOIN partner p USING (partner_id)
 WHERE t.certificate_sha256 = $1::bytea AND t.revoked_at IS NULL AND t.expires_at > $2::timestamptz
 ORDER BY t.created_at DESC, t.token_id LIMIT 1
