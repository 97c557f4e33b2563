-- Endpoints that have a link: name, how many records speak of each, and whether a partner has closed it.
-- rows: copy
COPY (SELECT e.endpoint_id, e.name, t.records, c.endpoint_id IS NOT NULL
        FROM (SELECT DISTINCT endpoint_id FROM link) l
        JOIN endpoint e ON e.endpoint_id = l.endpoint_id
        LEFT JOIN (SELECT endpoint_id, sum(records)::bigint AS records FROM endpoint_trait WHERE kind = 0 AND role = 1
                    GROUP BY endpoint_id) t ON t.endpoint_id = l.endpoint_id
        LEFT JOIN (SELECT DISTINCT endpoint_id FROM request
                    WHERE state LIKE 'closed\_%' OR state IN ('verified', 'answered_already_closed')) c ON c.endpoint_id = l.endpoint_id
       ORDER BY e.endpoint_id) TO STDOUT (FORMAT binary)
