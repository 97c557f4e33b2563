-- Is there a schema of this program?
-- rows: one
SELECT to_regclass('public.schema_migration') IS NOT NULL
