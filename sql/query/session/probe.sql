-- Whether the server answers.
-- rows: one
SELECT 1
