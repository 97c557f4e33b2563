-- The changes are many: hash joins in a bounded amount of memory.
-- rows: one
SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true)
