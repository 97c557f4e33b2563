-- Notes that a migration was applied.
-- rows: none
-- $1 int   its number
-- $2 text  its name
-- $3 timestamptz
INSERT INTO schema_migration (number, name, applied_at) VALUES ($1::int, $2::text, $3::timestamptz)
