-- The next endpoints whose traits are to be derived again; none when all are done.
-- rows: many
SELECT endpoint_id FROM endpoint
 WHERE endpoint_id > (SELECT endpoint_after FROM derivation)
 ORDER BY endpoint_id LIMIT 500
