-- The changes are few: start from what changed and look the rest up by index, in the order in which the queries say it.
-- rows: one
SELECT set_config('join_collapse_limit', '1', true), set_config('from_collapse_limit', '1', true),
       set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('max_parallel_workers_per_gather', '0', true), set_config('jit', 'off', true)
