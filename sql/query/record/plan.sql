-- For this transaction: what comes in arrays is looked up by index, whatever the planner guesses of its length and of a table's. No value
-- comes twice, so that there is nothing to remember. A table without an index then seems dear, and is not worth compiling for.
-- rows: one
SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
       set_config('enable_memoize', 'off', true), set_config('jit', 'off', true)
