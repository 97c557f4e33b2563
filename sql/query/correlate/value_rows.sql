-- The values that met, with their counts.
-- rows: copy
COPY (SELECT hash, kind, value, endpoints, sites FROM meeting_value) TO STDOUT (FORMAT binary)
