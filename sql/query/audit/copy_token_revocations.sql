-- Tokens that are revoked, each with the leaf of that.
-- rows: copy
COPY (SELECT coalesce(t.token_id, l.subject), l.leaf_index::text, NULL::text, t.present, l.at::text, t.revoked_at::text
        FROM (SELECT DISTINCT ON (subject) leaf_index, at, subject FROM audit_leaf WHERE action = 'token.revoke' ORDER BY subject, leaf_index) l
        FULL JOIN (SELECT 't' AS present, * FROM api_token WHERE revoked_at IS NOT NULL) t ON t.token_id = l.subject)
  TO STDOUT (FORMAT binary)
