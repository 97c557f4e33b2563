-- All tokens, or those of one partner.
-- rows: many
-- $1 text  partner, or null  $2 timestamptz  now
SELECT token_id, partner_id, CASE WHEN secret_sha256 IS NULL THEN 'certificate' ELSE 'token' END, array_to_string(scopes, ' '),
       to_char(created_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), to_char(expires_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(last_used_at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= $2::timestamptz THEN 'expired' ELSE 'active' END
  FROM api_token WHERE $1::text IS NULL OR partner_id = $1::text ORDER BY partner_id, created_at, token_id
