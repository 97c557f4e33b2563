-- One correlation at a time: waits for the other to end. Held until unlock or the end of the connection.
-- rows: one
SELECT pg_advisory_lock(7240113)
