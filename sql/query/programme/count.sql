-- How many programmes, members, bridges and cut links there are.
-- rows: one
SELECT (SELECT count(*) FROM (SELECT DISTINCT programme_id FROM programme_member) p), (SELECT count(*) FROM programme_member),
       (SELECT count(*) FROM programme_bridge WHERE NOT cut), (SELECT count(*) FROM programme_bridge WHERE cut)
