-- efc_admin makes and revokes tokens; it never changes what one is good for.
GRANT SELECT, INSERT, UPDATE (revoked_at) ON api_token TO efc_admin;

-- efc_intake checks them, and remembers its answers.
GRANT SELECT, UPDATE (last_used_at) ON api_token TO efc_intake;
GRANT SELECT, INSERT, DELETE ON idempotency_key TO efc_intake;
