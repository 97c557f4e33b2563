-- The lists of changes are joined to themselves by hash: a session keeps its plan, and one that was made for a single row would lock each
-- row as often as there are rows.
-- rows: one
SELECT set_config('enable_nestloop', 'off', true)
