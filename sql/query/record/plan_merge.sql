-- See record/plan.
-- rows: none
SET LOCAL enable_mergejoin = off
