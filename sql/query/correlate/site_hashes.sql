-- What endpoints may have in common with sites, for the join in memory.
-- rows: copy
COPY (SELECT hash FROM site_trait) TO STDOUT (FORMAT binary)
