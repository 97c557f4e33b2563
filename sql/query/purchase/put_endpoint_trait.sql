-- Gives the endpoints what is settled, with the words of their payment. Role 9 is payment.
-- rows: none
INSERT INTO endpoint_trait (bucket, hash, kind, role, value, endpoint_id, records, partners, first_at, last_at, grade, examples)
SELECT (n.hash & 65535)::int, n.hash, 26, 9, n.value, n.endpoint_id, p.records, p.partners, p.first_at, p.last_at, p.grade, p.examples
  FROM work_settled n
  JOIN endpoint_trait p ON p.kind = 17 AND p.value COLLATE "C" = n.payment AND p.endpoint_id = n.endpoint_id
ON CONFLICT DO NOTHING
