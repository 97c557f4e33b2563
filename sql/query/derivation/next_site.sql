-- The next sites whose traits are to be derived again; none when all are done.
-- rows: many
SELECT site_id FROM site
 WHERE site_id > (SELECT site_after FROM derivation)
 ORDER BY site_id LIMIT 500
