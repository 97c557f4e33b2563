-- What the links were made with.
-- rows: opt
SELECT model_id, rules FROM correlation
