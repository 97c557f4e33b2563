-- All payments.
-- rows: copy
COPY (SELECT t.endpoint_id, t.value, n.name, t.records, t.first_at, t.last_at
        FROM endpoint_trait t JOIN endpoint n USING (endpoint_id)
       WHERE t.kind = 17) TO STDOUT (FORMAT binary)
