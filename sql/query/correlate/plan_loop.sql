-- Whether tables may be joined row by row where a LATERAL does not say so.
-- rows: one
-- $1 boolean
SELECT set_config('enable_nestloop', $1::boolean::text, true)
