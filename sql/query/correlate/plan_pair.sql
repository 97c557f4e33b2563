-- What the pairs have is in work tables of its own: they are joined by hash.
-- rows: one
SELECT set_config('enable_hashjoin', 'on', true)
