-- See record/plan: no value comes twice, so that there is nothing to remember.
-- rows: none
SET LOCAL enable_memoize = off
