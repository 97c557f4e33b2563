-- What partners' answers say against endpoints.
-- rows: copy
COPY (SELECT endpoint_id, contrary FROM endpoint_contrary WHERE contrary <> 0) TO STDOUT (FORMAT binary)
