-- One process at a time changes the schema.
-- rows: one
SELECT pg_advisory_xact_lock(hashtextextended('efc schema', 0))
