-- Makes a model the one in use; deactivate comes first.
-- rows: none
-- $1 model
UPDATE model SET active = true WHERE model_id = $1::smallint AND NOT active
