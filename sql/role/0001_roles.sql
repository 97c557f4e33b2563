-- One database role for each role of the program. Runs on every init and migrate; grants of tables stand in the files that follow.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['efc_intake', 'efc_correlate', 'efc_review', 'efc_deliver', 'efc_audit', 'efc_admin',
                               'efc_collect'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            EXECUTE format('CREATE ROLE %I LOGIN', name);
        END IF;
        EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
    END LOOP;
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
-- Everyone reads which schema this is.
GRANT SELECT ON schema_migration TO efc_intake, efc_correlate, efc_review, efc_deliver, efc_audit, efc_admin, efc_collect;
