-- What records say of the purchases of the work table.
-- rows: copy
COPY (SELECT w.site_id, w.purchase, s.value
        FROM work_purchase w
       CROSS JOIN LATERAL (SELECT value FROM site_trait
                            WHERE kind = 25 AND site_id = w.site_id AND value COLLATE "C" > w.purchase || ' ' AND value COLLATE "C" < w.purchase || '!') s
       WHERE w.fresh
       ORDER BY w.site_id, w.purchase COLLATE "C", s.value COLLATE "C") TO STDOUT (FORMAT binary)
