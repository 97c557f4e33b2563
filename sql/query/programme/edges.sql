-- What may hold a programme together: links, with what people decided about them.
-- rows: copy
COPY (SELECT l.endpoint_id, l.site_id, l.hand_bits,
             (SELECT CASE d.decision WHEN 'confirmed' THEN 1 ELSE -1 END::smallint FROM link_decision d
               WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id ORDER BY d.decision_number DESC LIMIT 1)
        FROM link l) TO STDOUT (FORMAT binary)
