-- All purchases.
-- rows: copy
COPY (SELECT DISTINCT site_id, left(value, 28) || split_part(substr(value, 29), ' ', 1) FROM site_trait WHERE kind = 25) TO STDOUT (FORMAT binary)
