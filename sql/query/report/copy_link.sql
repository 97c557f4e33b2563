-- Links with what people decided about them (1 confirmed, -1 rejected); links by way of a third are not among them.
-- rows: copy
COPY (SELECT l.site_id, l.endpoint_id, l.weight_bits,
             (SELECT CASE d.decision WHEN 'confirmed' THEN 1 ELSE -1 END::smallint FROM link_decision d
               WHERE d.site_id = l.site_id AND d.endpoint_id = l.endpoint_id ORDER BY d.decision_number DESC LIMIT 1)
        FROM link l ORDER BY l.site_id, l.endpoint_id) TO STDOUT (FORMAT binary)
