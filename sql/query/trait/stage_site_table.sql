-- A place for the traits on their way, for this session.
-- rows: none
CREATE TEMPORARY TABLE IF NOT EXISTS staged_site_trait (LIKE site_trait) ON COMMIT DELETE ROWS
