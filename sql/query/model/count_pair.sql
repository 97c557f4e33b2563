-- How many endpoints and sites there are.
-- rows: one
SELECT (SELECT count(*) FROM endpoint), (SELECT count(*) FROM site)
