-- No model but this one is in use.
-- rows: none
-- $1 model
UPDATE model SET active = false WHERE active AND model_id <> $1::smallint
