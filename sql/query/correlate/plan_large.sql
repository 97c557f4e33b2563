-- The changes are many: hash joins in a bounded amount of memory; work tables are analysed by a small sample, as their size says most.
-- rows: one
SELECT set_config('work_mem', '128MB', true), set_config('jit', 'off', true), set_config('default_statistics_target', '5', true)
