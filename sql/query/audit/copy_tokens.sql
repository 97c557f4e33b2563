-- Tokens of the push API, each with the leaf of its making.
-- rows: copy
COPY (SELECT coalesce(t.token_id, l.subject), l.leaf_index::text, l.detail->>'sha256', t.present, t.token_id, t.partner_id,
             encode(t.secret_sha256, 'hex'), encode(t.certificate_sha256, 'hex'), array_to_string(t.scopes, ' '),
             rtrim(rtrim(to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z',
             rtrim(rtrim(to_char(t.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '0'), '.') || 'Z'
        FROM (SELECT leaf_index, subject, detail FROM audit_leaf WHERE action = 'token.add') l
        FULL JOIN (SELECT 't' AS present, * FROM api_token) t ON t.token_id = l.subject) TO STDOUT (FORMAT binary)
