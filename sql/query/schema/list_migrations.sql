-- The migrations that were applied, in their order.
-- rows: many
SELECT number, name, applied_at FROM schema_migration ORDER BY number
