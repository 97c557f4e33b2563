-- What names the owner of an endpoint: owner, registration number, LEI, VAT number, SEPA creditor id.
-- rows: copy
COPY (SELECT DISTINCT t.endpoint_id, t.kind, t.value
        FROM endpoint_trait t JOIN (SELECT DISTINCT endpoint_id FROM link) l ON l.endpoint_id = t.endpoint_id
       WHERE t.kind IN (5, 9, 10, 11, 12)
       ORDER BY t.kind, t.value, t.endpoint_id) TO STDOUT (FORMAT binary)
