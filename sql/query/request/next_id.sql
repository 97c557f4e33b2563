-- The number of the next request.
-- rows: one
SELECT nextval(pg_get_serial_sequence('request', 'request_id'))
