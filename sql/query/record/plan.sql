-- For this transaction: what comes in arrays is looked up by index, whatever the planner guesses of its length.
-- rows: none
SET LOCAL enable_hashjoin = off
