-- Sets a parameter of the session.
-- rows: one
-- $1 text  name  $2 text  value
SELECT set_config($1::text, $2::text, false)
