-- All models, whether each is in use, whether the links were made with it, and how it did on people's decisions when it was last tried.
-- rows: many
SELECT m.model_id, CASE WHEN m.active THEN 'yes' ELSE 'no' END, CASE WHEN c.model_id IS NOT NULL THEN 'yes' ELSE 'no' END,
       m.origin, m.created_at, left(encode(m.sha256, 'hex'), 16), t.verdict, t.against_id
  FROM model m
  LEFT JOIN correlation c ON c.model_id = m.model_id
  LEFT JOIN (SELECT DISTINCT ON (model_id) model_id, verdict, against_id FROM model_trial ORDER BY model_id, made_at DESC, against_id) t
    ON t.model_id = m.model_id
 ORDER BY m.model_id
