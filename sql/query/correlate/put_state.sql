-- rows: none
-- $1 model  $2 version of the match rules
INSERT INTO correlation (correlation_id, model_id, rules) VALUES (1, $1::smallint, $2::int)
ON CONFLICT (correlation_id) DO UPDATE SET model_id = EXCLUDED.model_id, rules = EXCLUDED.rules
