-- Endpoints and sites that may belong to another programme than before.
-- rows: many
SELECT node_id, is_site FROM programme_changed
