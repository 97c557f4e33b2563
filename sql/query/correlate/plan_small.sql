-- The changes are few: look things up by index, whatever the statistics say.
-- rows: one
SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)
