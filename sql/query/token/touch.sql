-- Notes that a token was used; at most once a minute, so that many requests do not mean many updates.
-- rows: none
-- $1 text  id  $2 timestamptz
UPDATE api_token SET last_used_at = $2::timestamptz
 WHERE token_id = $1::text AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')
