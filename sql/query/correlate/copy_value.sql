-- rows: copy
COPY meeting_value (bucket, hash, kind, value, endpoints, sites) FROM STDIN (FORMAT binary)
