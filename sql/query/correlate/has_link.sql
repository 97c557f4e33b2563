-- Whether there is any link yet.
-- rows: one
SELECT EXISTS (SELECT FROM link)
