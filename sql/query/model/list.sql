-- All models, whether each is in use, and whether the links were made with it.
-- rows: many
SELECT m.model_id, CASE WHEN m.active THEN 'yes' ELSE 'no' END, CASE WHEN c.model_id IS NOT NULL THEN 'yes' ELSE 'no' END,
       m.origin, m.created_at, left(encode(m.sha256, 'hex'), 16)
  FROM model m LEFT JOIN correlation c ON c.model_id = m.model_id
 ORDER BY m.model_id
